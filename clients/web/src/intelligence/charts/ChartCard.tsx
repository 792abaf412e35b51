import { Link } from '@tanstack/react-router';
import { ChartNoAxesCombined, Download, Table2 } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useOrg } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { SheetTable } from './SheetTable.tsx';
import { csvOf, download, fileName, type Sheet } from './sheet.ts';

type Props = {
  title: string;
  /** What it is about, where several of one title stand on a page: for assistive technology. */
  of?: string;
  /** `id@version` of what it shows. */
  measure: string;
  sheet: Sheet;
  /** What the reader should take from it. */
  note?: ReactNode;
  className?: string;
  /** What is in it is words and figures already, not a drawing. */
  plain?: boolean;
  /** Lazy: the library that draws comes with it. Without, the table is all there is. */
  children?: ReactNode;
};

/** A chart with its definition, its table, and its rows to take away. */
export function ChartCard({
  title,
  measure,
  sheet,
  note,
  of,
  className = '',
  plain = false,
  children,
}: Props) {
  const [asTable, setAsTable] = useState(children === undefined);
  return (
    <section
      aria-label={of === undefined ? title : `${title}: ${of}`}
      className={`card flex min-w-0 flex-col p-4 sm:p-5 ${className}`}
    >
      <div className="mb-3 flex items-start justify-between gap-x-3 max-sm:flex-col max-sm:gap-y-2">
        <div className="min-w-0">
          <h2 className="text-sm font-semibold">{title}</h2>
          {note !== undefined && <p className="text-ink-soft mt-0.5 text-xs leading-relaxed">{note}</p>}
        </div>
        <div className="no-print flex shrink-0 gap-1">
          {children !== undefined && (
            <Button
              look="quiet"
              small
              icon={
                asTable ? <ChartNoAxesCombined size={14} aria-hidden /> : <Table2 size={14} aria-hidden />
              }
              onClick={() => setAsTable(!asTable)}
              aria-label={`${title}: show as ${asTable ? 'chart' : 'table'}`}
            >
              {asTable ? 'Chart' : 'Table'}
            </Button>
          )}
          <TakeAway sheet={sheet} measure={measure} />
        </div>
      </div>
      {asTable || children === undefined ? (
        <SheetTable sheet={sheet} />
      ) : (
        <div
          {...(plain
            ? {}
            : { role: 'img', 'aria-label': `${title}, drawn. The button Table shows the figures.` })}
        >
          <Suspense fallback={<div className="skeleton h-56" />}>{children}</Suspense>
        </div>
      )}
      <MeasureLink measure={measure} />
    </section>
  );
}

/** CSV and JSON of what is shown. */
export function TakeAway({ sheet, measure }: { sheet: Sheet; measure: string }) {
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          small
          icon={<Download size={14} aria-hidden />}
          aria-label={`Export: ${sheet.name}`}
        >
          Export
        </Button>
      }
    >
      <MenuItem onClick={() => download(fileName(sheet.name, 'csv'), 'text/csv', csvOf(sheet))}>CSV</MenuItem>
      <MenuItem
        onClick={() =>
          download(
            fileName(sheet.name, 'json'),
            'application/json',
            `${JSON.stringify({ measure, ...sheet }, null, 2)}\n`,
          )
        }
      >
        JSON
      </MenuItem>
    </Menu>
  );
}

/** Where a number's definition stands. */
export function MeasureLink({ measure }: { measure: string }) {
  const org = useOrg();
  return (
    <p className="text-ink-faint mt-3 text-xs">
      <Link
        to="/$org/intelligence/measures"
        params={{ org }}
        hash={measure.split('@')[0] ?? ''}
        className="hover:text-ink font-mono underline decoration-current/40 underline-offset-2"
      >
        {measure}
      </Link>
    </p>
  );
}
