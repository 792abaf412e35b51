import { useState } from 'react';
import type { ImportItem } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Status } from '../../design/Status.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { outcomeNames, outcomes } from './import.ts';

const columns: readonly Column<ImportItem>[] = [
  {
    name: 'File',
    width: 'minmax(0,3fr)',
    cell: ({ source, path, why }) => (
      <>
        <span className="block font-medium break-all">{path ?? source}</span>
        {path !== null && path !== source && (
          <span className="text-ink-soft block text-xs break-all">from {source}</span>
        )}
        <span className="text-ink-soft block text-xs md:hidden">{why}</span>
      </>
    ),
  },
  { name: 'Outcome', width: '7rem', cell: ({ outcome }) => <Status {...outcomes[outcome]} /> },
  {
    name: 'Why',
    width: 'minmax(0,3fr)',
    from: 'md',
    cell: ({ why }) => <span className="text-ink-soft">{why}</span>,
  },
];

const pressed = 'aria-pressed:bg-accent-soft! aria-pressed:border-accent!';

/** What became of everything that was sent, or would become. */
export function ReportTable({ items }: { items: readonly ImportItem[] }) {
  const [only, setOnly] = useState<ImportItem['outcome'] | null>(null);
  const rows = items.map((item, at) => ({ ...item, at }));
  return (
    <>
      <fieldset className="mb-3 flex flex-wrap gap-2">
        <legend className="sr-only">Show</legend>
        <Button small className={pressed} aria-pressed={only === null} onClick={() => setOnly(null)}>
          {`All ${items.length}`}
        </Button>
        {outcomeNames.map((outcome) => {
          const count = items.filter((item) => item.outcome === outcome).length;
          return (
            count > 0 && (
              <Button
                key={outcome}
                small
                className={pressed}
                aria-pressed={only === outcome}
                onClick={() => setOnly(outcome)}
              >
                {`${count} ${outcomes[outcome].word}`}
              </Button>
            )
          );
        })}
      </fieldset>
      <Table
        label="What becomes of each file"
        columns={columns}
        rows={only === null ? rows : rows.filter(({ outcome }) => outcome === only)}
        rowKey={(row) => `${'at' in row ? row.at : ''} ${row.source}`}
      />
    </>
  );
}
