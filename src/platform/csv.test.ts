import { expect, it } from 'vitest';
import { cell } from './csv.ts';

it('quotes every cell, and none is a formula', () => {
  expect(cell('a "b", c')).toBe('"a ""b"", c"');
  for (const begin of ['=', '+', '-', '@', '\t']) expect(cell(`${begin}cmd`)).toBe(`"'${begin}cmd"`);
});
