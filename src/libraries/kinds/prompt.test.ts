import { describe, expect, it } from 'vitest';
import { readKind } from './index.ts';
import { told } from './kinds.fixture.ts';

const good = `---
model: simulated-fast
countersign:
  owner: team:support
  purpose: Replies
  useCase: customer-support
  dataClasses: [email]
  riskTier: low
  tags: [mail, reply]
---
Hello
`;

describe("a prompt's countersign block", () => {
  it('has no faults', () => expect(readKind('a.prompt', good).faults).toEqual([]));

  it.each<[string, string, string, string]>([
    [
      'a misspelt member',
      'riskTier:',
      'riskTeir:',
      '8:3 "countersign" has no field "riskTeir". Did you mean "riskTier"?',
    ],
    ['a tier that is none', 'riskTier: low', 'riskTier: lwo', 'Did you mean "low"?'],
    [
      'an owner that is a list',
      'owner: team:support',
      'owner: [a]',
      '4:3 "countersign.owner" in the front matter is not right',
    ],
    [
      'an empty use case',
      'useCase: customer-support',
      'useCase: ""',
      '6:3 "countersign.useCase" in the front matter is not right',
    ],
    [
      'data classes that are text',
      'dataClasses: [email]',
      'dataClasses: email',
      '7:3 "countersign.dataClasses" in the front matter is not right',
    ],
    [
      'tags that are a map',
      'tags: [mail, reply]',
      'tags: {a: b}',
      '9:3 "countersign.tags" in the front matter is not right',
    ],
    [
      'an empty tag',
      'tags: [mail, reply]',
      'tags: [mail, ""]',
      '9:16 "countersign.tags.1" in the front matter is not right',
    ],
    [
      'a purpose that is a number',
      'purpose: Replies',
      'purpose: 7',
      '5:3 "countersign.purpose" in the front matter is not right',
    ],
  ])('%s', (_name, from, to, expected) => {
    expect(good).toContain(from);
    expect(told(readKind('a.prompt', good.replace(from, to)).faults)).toEqual([
      expect.stringContaining(expected),
    ]);
  });
});
