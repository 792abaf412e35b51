import { describe, expect, it } from 'vitest';
import type { Template } from '../../api/types.ts';
import { assetNamePattern, nameOfPath, pathNamed, textNamed } from './asset-name.ts';

const template = (kind: string, suggestedPath: string, text: string): Template => ({
  id: 'x',
  kind,
  name: 'X',
  description: '',
  suggestedPath,
  text,
  sampleVariables: {},
});

it.each([
  ['tickets/triage', true],
  ['a', true],
  ['Tickets', false],
  ['/a', false],
  ['a/', false],
  ['../a', false],
])('an asset may be called %s: %s', (name, good) => expect(assetNamePattern.test(name)).toBe(good));

describe('the file of a name', () => {
  it.each([
    ['summarize.prompt', 'summarize', 'a/b.prompt'],
    ['my-rule.cedar', 'my-rule', 'a/b.cedar'],
    ['my-workflow.workflow.yaml', 'my-workflow', 'a/b.workflow.yaml'],
    ['my-evaluation.eval.yaml', 'my-evaluation', 'a/b.eval.yaml'],
    ['my-requirement.requirement.yaml', 'my-requirement', 'a/b.requirement.yaml'],
    ['my-skill/SKILL.md', 'my-skill', 'a/b/SKILL.md'],
  ])('like %s', (like, name, path) => {
    expect(nameOfPath(like)).toBe(name);
    expect(pathNamed('a/b', like)).toBe(path);
  });

  it('stands in its text where it holds its own name', () => {
    const skill = template('skill', 'my-skill/SKILL.md', 'name: my-skill\n# my-skill');
    expect(textNamed(skill, 'voice/$&brand')).toBe('name: $&brand\n# $&brand');
    expect(textNamed(template('policy', 'my-rule.cedar', '@id("my-rule")'), 'a/b')).toBe('@id("a.b")');
    expect(textNamed(template('prompt', 'summarize.prompt', 'summarize'), 'b')).toBe('summarize');
  });
});
