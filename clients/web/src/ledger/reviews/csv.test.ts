import { expect, it } from 'vitest';
import { reviewsCsv } from './csv.ts';

it('quotes what people wrote, and lets no spreadsheet run it', () => {
  const review = {
    ...{ id: 'att_1', from: 0, treeSize: 10, rootHash: 'AA==', conclusion: 'findings' as const },
    ...{
      findings: '=HYPERLINK("http://x")\nline',
      by: 'per_1',
      at: '2026-01-01T00:00:00.000Z',
      entry: 'ent_1',
    },
  };
  const [head, row] = [reviewsCsv([review], () => 'Ada').split('\r\n')[0], reviewsCsv([review], () => 'Ada')];
  expect(head).toBe('"at","by","first entry","last entry","conclusion","findings","root","entry"');
  expect(row).toContain(`"Ada","0","9","findings","'=HYPERLINK(""http://x"")\nline"`);
});
