/** What a chart or a table shows, as rows: it is drawn, read as a table, and taken away as CSV and JSON from this one value. */
export type Cell = string | number | null;
export type Sheet = {
  name: string;
  columns: readonly { key: string; label: string }[];
  rows: readonly Readonly<Record<string, Cell>>[];
};

/** RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe. */
export function csvOf({ columns, rows }: Sheet): string {
  const lines = [
    columns.map(({ label }) => field(label)),
    ...rows.map((row) => columns.map(({ key }) => field(row[key] ?? null))),
  ];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to the browser. */
export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

export const fileName = (name: string, ending: string): string =>
  `${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}.${ending}`;
