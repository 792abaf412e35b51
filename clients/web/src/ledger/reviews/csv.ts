import type { Attestation } from '../../api/types.ts';

/** Text in a cell. What a spreadsheet would take for a formula is kept from being one. */
const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

export function reviewsCsv(reviews: readonly Attestation[], nameOf: (id: string) => string): string {
  const rows = reviews.map(({ at, by, from, treeSize, conclusion, findings, rootHash, entry }) =>
    [at, nameOf(by), from, treeSize - 1, conclusion, findings, rootHash, entry].map((value) =>
      cell(String(value)),
    ),
  );
  const head = ['at', 'by', 'first entry', 'last entry', 'conclusion', 'findings', 'root', 'entry'].map(cell);
  return [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
