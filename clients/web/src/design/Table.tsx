import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';

export type Column<Row> = {
  name: string;
  /** A CSS grid track, such as `minmax(0,1fr)` or `7rem`. */
  width: string;
  cell: (row: Row) => ReactNode;
  /** Left out where the screen is narrower: what is left must still answer the page's question. */
  from?: 'sm' | 'md' | 'lg';
  right?: boolean;
};

type Props<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
};

const widths = { sm: 640, md: 768, lg: 1024 } as const;
const rowHeight = 49;
const virtualFrom = 60;

/** Rows with a first cell that links to the thing; the whole row is its target. Long tables only draw what is in view. */
export function Table<Row>(props: Props<Row>) {
  const { label, columns, rows } = props;
  const shown = useShownColumns(columns);
  const tracks = shown.map(({ width }) => width).join(' ');
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by a grid and drawn on demand; a table element cannot be
    <div role="table" aria-label={label} aria-rowcount={rows.length + 1} className="card overflow-hidden">
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className="bg-sunken max-sm:sr-only">
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row of headings takes no focus */}
        <div
          role="row"
          aria-rowindex={1}
          className="text-ink-soft grid gap-x-4 border-b px-4 py-2 text-xs font-medium"
          style={{ gridTemplateColumns: tracks }}
        >
          {shown.map((column) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: headings take no focus
            <div key={column.name} role="columnheader" className={classNames(column.right && 'text-right')}>
              {column.name}
            </div>
          ))}
        </div>
      </div>
      {rows.length < virtualFrom ? (
        <PlainBody {...props} columns={shown} tracks={tracks} />
      ) : (
        <VirtualBody {...props} columns={shown} tracks={tracks} />
      )}
    </div>
  );
}

type BodyProps<Row> = Props<Row> & { tracks: string };

const PlainBody = <Row,>({ rows, columns, rowKey, tracks }: BodyProps<Row>) => (
  // biome-ignore lint/a11y/useSemanticElements: see Table
  <div role="rowgroup">
    {rows.map((row, at) => (
      <TableRow key={rowKey(row)} row={row} at={at} columns={columns} tracks={tracks} />
    ))}
  </div>
);

function VirtualBody<Row>({ rows, columns, rowKey, tracks }: BodyProps<Row>) {
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const place = body.current?.getBoundingClientRect();
    if (place !== undefined) setOffset(place.top + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: offset,
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Table
    <div role="rowgroup" ref={body} className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        return (
          <div
            key={rowKey(row)}
            role="presentation"
            ref={virtual.measureElement}
            data-index={item.index}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            <TableRow row={row} at={item.index} columns={columns} tracks={tracks} />
          </div>
        );
      })}
    </div>
  );
}

function TableRow<Row>({
  row,
  at,
  columns,
  tracks,
}: {
  row: Row;
  at: number;
  columns: readonly Column<Row>[];
  tracks: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Table
    // biome-ignore lint/a11y/useFocusableInteractive: the link in the first cell takes the focus
    <div
      role="row"
      aria-rowindex={at + 2}
      className="hover:bg-sunken focus-within:bg-sunken relative grid min-h-12 items-center gap-x-4 border-b px-4 py-2 last:border-b-0"
      style={{ gridTemplateColumns: tracks }}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see Table
        <div
          key={column.name}
          role="cell"
          className={classNames('min-w-0', column.right && 'text-right tabular-nums')}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/** The columns that fit the window. */
function useShownColumns<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const [width, setWidth] = useState(() => window.innerWidth);
  useLayoutEffect(() => {
    const update = () => setWidth(window.innerWidth);
    window.addEventListener('resize', update);
    return () => window.removeEventListener('resize', update);
  }, []);
  return columns.filter(({ from }) => from === undefined || width >= widths[from]);
}
