import { describe, expect, it } from 'vitest';
import { csvOf, fileName } from './sheet.ts';

const sheet = (value: string | number | null) => ({
  name: 'x',
  columns: [
    { key: 'a', label: 'A, or B' },
    { key: 'b', label: 'N' },
  ],
  rows: [{ a: value, b: 1.5 }],
});

describe('a sheet as CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a "b"', '"a ""b"""'],
    ['two\nlines', '"two\nlines"'],
    [null, ''],
    [-3, '-3'],
    // What a spreadsheet would run.
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
  ])('%j is %s', (value, text) => {
    expect(csvOf(sheet(value))).toBe(`"A, or B",N\r\n${text},1.5\r\n`);
  });
});

it('a file is named after what it shows', () => {
  expect(fileName('Executions, by week', 'csv')).toBe('executions-by-week.csv');
});
