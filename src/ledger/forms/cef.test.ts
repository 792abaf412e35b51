import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cefHeader, cefLine, cefValue } from './cef.ts';
import { formedCall, formedEntry } from './entries.fixture.ts';

/** A reader of CEF, written from its specification: header fields end at a bar that is not escaped, values before the next ` name=`. */
function readCef(line: string): { header: string[]; fields: Map<string, string> } {
  const header: string[] = [];
  let at = 0;
  let field = '';
  for (; header.length < 7; at++) {
    if (at >= line.length) throw new Error('the header does not end');
    if (line[at] === '\\') field += line[++at] ?? '';
    else if (line[at] !== '|') field += line[at] ?? '';
    else {
      header.push(field);
      field = '';
    }
  }
  const rest = line.slice(at);
  const starts = [...rest.matchAll(/(?:^| )([A-Za-z0-9_.]+)=/g)];
  const fields = starts.map(({ 0: whole, 1: name = '', index }, place): [string, string] => {
    const value = rest.slice(index + whole.length, starts[place + 1]?.index);
    return [name, value.replace(/\\(.)/g, (_pair, one: string) => (one === 'n' ? '\n' : one))];
  });
  return { header, fields: new Map(fields) };
}

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '|',
      '\\',
      '=',
      '\n',
      '\r',
      '\r\n',
      '\u2028',
      '\u0085',
      '\0',
      '\u001b[31m',
      ' act=',
      '\\n',
      '\u202e',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
  ),
  maxLength: 40,
});

it('AT-34: what somebody named it ends no field, no header and no line', () => {
  const plain = readCef(cefLine(formedEntry('team.update', { name: 'x' })));
  fc.assert(
    fc.property(hostile, (name) => {
      if (!name.isWellFormed()) return;
      const line = cefLine(
        formedEntry('team.update', { name, list: [name] }, { subject: { kind: 'team', id: name } }),
      );
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/v);
      const { header, fields } = readCef(line);
      expect([...fields.keys()]).toEqual([...plain.fields.keys()]);
      expect(header).toEqual(plain.header);
      expect(fields.get('act')).toBe('team.update');
      expect(fields.get('flexString2')).toBe(
        name
          .replace(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/g, '\n')
          .replace(/[\p{Cc}--\n]|[\u202a-\u202e\u2066-\u2069]/gv, ' '),
      );
    }),
    { numRuns: 300 },
  );
});

it('escapes as the specification says', () => {
  expect(cefHeader('a|b\\c=d\ne')).toBe('a\\|b\\\\c=d e');
  expect(cefValue('a|b\\c=d\r\ne')).toBe('a|b\\\\c\\=d\\ne');
  const long = cefValue(`${'x'.repeat(3_998)}😀😀`);
  expect(long).toHaveLength(3_999);
  expect(long.isWellFormed()).toBe(true);
});

it('tells a call, and one that failed, louder', () => {
  const { header, fields } = readCef(cefLine(formedCall()));
  expect(header).toEqual([
    'CEF:0',
    'Countersign',
    'Countersign',
    '0.1.0',
    'execution.complete',
    'execution complete',
    '2',
  ]);
  expect(Object.fromEntries(fields)).toMatchObject({
    rt: '1795176005250',
    outcome: 'success',
    cs5: 'gpt-x',
    cn2: '12',
    cn1: '41',
  });
  const failed = readCef(cefLine(formedEntry('execution.refuse', { problem: 'execution.recalled' })));
  expect(failed.header[6]).toBe('6');
  expect(Object.fromEntries(failed.fields)).toMatchObject({
    outcome: 'failure',
    reason: 'execution.recalled',
  });
});
