import type { Cell, Sheet } from './sheet.ts';

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const text = (cell: Cell | undefined) =>
  cell === null || cell === undefined ? '–' : typeof cell === 'number' ? numbers.format(cell) : cell;

/** The rows behind a chart, in figures. */
export function SheetTable({ sheet }: { sheet: Sheet }) {
  const [first, ...rest] = sheet.columns;
  if (first === undefined) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="overflow-x-auto" tabIndex={0} aria-label={`${sheet.name}, as a table`}>
      <table className="w-full text-sm">
        <caption className="sr-only">{sheet.name}</caption>
        <thead>
          <tr className="text-ink-soft border-b text-xs">
            <th scope="col" className="py-1.5 pr-4 text-left font-medium">
              {first.label}
            </th>
            {rest.map(({ key, label }) => (
              <th key={key} scope="col" className="py-1.5 pl-4 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <tr key={String(row[first.key])} className="border-b last:border-b-0">
              <th scope="row" className="py-1.5 pr-4 text-left font-normal whitespace-nowrap">
                {text(row[first.key])}
              </th>
              {rest.map(({ key }) => (
                <td key={key} className="py-1.5 pl-4 text-right tabular-nums">
                  {text(row[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
