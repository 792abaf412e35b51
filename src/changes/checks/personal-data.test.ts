import { describe, expect, it } from 'vitest';
import { undeclaredData } from './data-classes.ts';
import { type DataClass, personalData } from './personal-data.ts';

const holding: readonly (readonly [DataClass, string])[] = [
  ['email', 'Write to jane.doe@northwind.com today.'],
  ['email', '<jane@mail.acme.co.uk>'],
  ['email', 'mailto:j.doe+invoices@acme.io?subject=x'],
  ['email', 'customer: "o_brien%x@sub.acme.org"'],
  ['email', 'jörg.müller@bücher.de hat geschrieben'],
  ['email', 'JANE@ACME.COM'],
  ['email', '(ceo@acme.ai)'],
  ['email', "from='x.y-z@a-b.travel'"],
  ['phone', 'Call me at +49 30 901820, I am waiting.'],
  ['phone', '+1 (415) 736-2671'],
  ['phone', '+33 6 12 34 56 78'],
  ['phone', 'Reach her on +44 20 7183 8750.'],
  ['phone', 'phone: 0049 89 636 48018'],
  ['phone', '+4915112345678'],
  ['phone', '+81 3-3224-5000'],
  ['phone', 'Tel. 030 901820-47'],
  ['phone', 'Mobile: (415) 736-2671'],
  ['iban', 'DE89 3704 0044 0532 0130 00'],
  ['iban', 'Pay to DE89370400440532013000 PLEASE NOW'],
  ['iban', 'GB82 WEST 1234 5698 7654 32.'],
  ['iban', 'iban: fr14 2004 1010 0505 0001 3m02 606'],
  ['iban', 'NL91ABNA0417164300'],
  ['iban', 'CH93-0076-2011-6238-5295-7'],
  ['iban', 'NO9386011117947'],
  ['card', 'Card 4111 1111 1111 1111, exp 12/29'],
  ['card', '5555-5555-5555-4444'],
  ['card', 'amex 378282246310005'],
  ['card', '"number": "6011111111111117"'],
  ['card', '3530111333300000'],
  ['card', '2223003122003222'],
  ['card', 'Charge 120 4111 1111 1111 1111 123 today'],
  ['card', '3782 822463 10005'],
];

const free: readonly string[] = [
  'Write to name@example.com, or to billing@support.example.org.',
  'ben@northwind.example is who signs in.',
  'user@localhost and root@server.test',
  'marketing/summarise@production and support/reply@7',
  'git@github.com:northwind/prompts.git',
  'ssh://git@git.acme.io/repo.git',
  'logo@2x.png and icon@3x.jpg',
  'npm install left-pad@1.3.0 @scope/package@2',
  '@media (min-width: 40em) { }',
  '@reason("a person decides")',
  'Ask @dana in chat.',
  '{{user}}@{{domain}}',
  'a@b',
  'Call {{phone}} or +{{country}} {{number}}.',
  '+1 212 555 0123 is of the movies.',
  '+44 7700 900123 is of the movies, too.',
  'Call +1-800-FLOWERS.',
  'It grew by +12 % in 2026 and +1234 in 2027.',
  'Version +1.2.3 of 2026-11-27, 10:15:30.123456',
  'Coordinates +52.5200, +13.4050',
  'Order 202611270000123 of customer 00012345678',
  'phone: a number with its country code',
  'Tel. 12345',
  'Fax: 000000000000',
  'ISBN 978-3-16-148410-0',
  'DE89 3704 0044 0532 0130 01 has a wrong checksum',
  'The words IT IS 12 and SO 34 are no account.',
  'DE00 0000 0000 0000 0000 00',
  'GB12 is a road, NO93 is a bus.',
  '4111 1111 1111 1112 has a wrong checksum',
  '1234 5678 9012 3456',
  '0000 0000 0000 0000',
  '4444 4444 4444 4444',
  `commit ${'4111111111111111'}abcdef0123456789abcdef01`,
  'sha256:4111111111111111411111111111111141111111111111114111111111111111',
  '1700000000000 is a time in milliseconds, 1700000000000000 in microseconds',
  'pi is 3.141592653589793238',
  '550e8400-e29b-41d4-a716-446655440000',
  'exe_01k4111111111111111',
  'Sums: 4012 8888 1234 5678 9012 4111 1111 2222 3333',
  'a row: 12 34 56 78 90 12 34 56 78',
  'Rate it 1, 2, 3, 4 or 5. Answer in 2-3 sentences.',
];

const prompt = (classes: string, text: string) =>
  `---\nmodel: simulated-fast\ncountersign:\n  owner: dana@acme.com\n  dataClasses: [${classes}]\n---\n${text}`;
const stateOf = (path: string, text: string) => undeclaredData([{ path, text }]).state;

describe('personal data', () => {
  it('is found, and what only looks like it is not: figures', () => {
    const missed = holding.filter(
      ([dataClass, text]) => !personalData(text).some((place) => place.dataClass === dataClass),
    );
    const invented = free.flatMap((text) => personalData(text).map((place) => `${place.dataClass}: ${text}`));
    process.stdout.write(
      `data classes: ${holding.length - missed.length} of ${holding.length} found, ${invented.length} reports in ${free.length} hard negatives\n`,
    );
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
  });

  it('has the line that it is in', () => {
    const text = `one\n${holding[0]?.[1]}\nthree\n${holding[8]?.[1]}\n${holding[17]?.[1]}\n\n${holding[24]?.[1]}`;
    expect(personalData(text).map(({ line, dataClass }) => [dataClass, line])).toEqual([
      ['email', 2],
      ['phone', 4],
      ['iban', 5],
      ['card', 7],
    ]);
  });

  it('is looked for in hostile texts without hanging: a backtracking pattern would outlive the test', () => {
    for (const text of [
      '+1234 5678 90 '.repeat(18_000),
      'a@'.repeat(120_000),
      `${'a.'.repeat(120_000)}@b`,
      `x@${'a.'.repeat(120_000)}`,
      '4111 '.repeat(50_000),
      'DE89 '.repeat(50_000),
      'tel '.repeat(60_000),
    ]) {
      expect(personalData(text), text.slice(0, 14)).toEqual([]);
    }
  });
});

describe('the check of data classes', () => {
  it('passes what is declared, under its own name or a wider one, and fails what is not', () => {
    for (const [dataClass, text] of holding) {
      expect(stateOf('a.prompt', prompt('', text)), text).toBe('failed');
      expect(stateOf('a.prompt', prompt(dataClass, text)), text).toBe('passed');
    }
    expect(stateOf('a.prompt', prompt('personal', holding[0]?.[1] ?? ''))).toBe('passed');
    expect(stateOf('a.prompt', prompt('E-Mail', holding[0]?.[1] ?? ''))).toBe('passed');
    expect(stateOf('a.prompt', prompt('email', holding[24]?.[1] ?? ''))).toBe('failed');
    expect(stateOf('a.prompt', prompt('personal', holding[24]?.[1] ?? ''))).toBe('failed');
  });

  it('says what to declare or remove, where, and not what it found', () => {
    const check = undeclaredData([{ path: 'a.prompt', text: prompt('', 'Hi\njane@acme.com') }]);
    expect(check.findings).toEqual([
      {
        path: 'a.prompt',
        line: 8,
        message:
          'Holds an e-mail address that is not declared: add "email" to countersign.dataClasses in the front matter, or remove it.',
      },
    ]);
    expect(JSON.stringify(check)).not.toContain('jane');
  });

  it('reads sample variables, and not who owns the prompt', () => {
    const sample =
      '---\ninput:\n  default:\n    from: jane@acme.com\ncountersign:\n  owner: dana@acme.com\n---\n{{from}}';
    expect(undeclaredData([{ path: 'a.prompt', text: sample }]).findings).toMatchObject([{ line: 4 }]);
  });

  it('takes a comment in files that have no place for it', () => {
    const text = (line: string) => `${line}\ndescription: x\ntests:\n  - vars: { from: jane@acme.com }\n`;
    expect(stateOf('a.eval.yaml', text('# none'))).toBe('failed');
    expect(stateOf('a.eval.yaml', text('# dataClasses: phone, email'))).toBe('passed');
    expect(stateOf('a.eval.yaml', text('# dataClasses: [email]'))).toBe('passed');
    expect(stateOf('d/SKILL.md', text('<!-- dataClasses: email -->'))).toBe('passed');
    expect(stateOf('a.cedar', text('// dataClasses: email'))).toBe('passed');
    expect(stateOf('a.eval.yaml', text('# dataClasses: card'))).toBe('failed');
  });
});
