import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { TextDiff } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { type Block, blocksOf, type Cell, type Form, type Row } from './diff-rows.ts';
import { MarkedText } from './MarkedText.tsx';

type Props = {
  /** What it is of, for assistive technology. */
  label: string;
  diff: TextDiff;
  /** The new text: what did not change is shown from it. */
  after: string;
  form: Form;
  /** What the lines' addresses begin with. */
  anchor: string;
  /** Called with the element when all of it is drawn, and with null when it goes away. */
  onDrawn?: ((element: HTMLElement | null) => void) | undefined;
};

/** For assistive technology only: the eye sees what the columns are. */
const headings = {
  side: ['Old line', 'Old text', 'New line', 'New text'],
  inline: ['Old line', 'New line', 'Text'],
} as const;

/** Rows drawn at once: a browser gets through these without a pause. */
const rowsPerStep = 2_000;

/** The difference of two texts, as tall as it is: the page scrolls, so that what was on the screen can be told. */
export function DiffView({ label, diff, after, form, anchor, onDrawn }: Props) {
  const blocks = useMemo(() => blocksOf(diff, after, form), [diff, after, form]);
  const total = blocks.reduce((sum, block) => sum + (block.type === 'hunk' ? block.rows.length : 0), 0);
  const [most, setMost] = useState(rowsPerStep);
  const isWhole = total <= most;
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef(onDrawn);
  drawn.current = onDrawn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other blocks are another drawing
  useEffect(() => {
    if (!isWhole) return;
    drawn.current?.(place.current);
    return () => drawn.current?.(null);
  }, [isWhole, blocks]);
  useLineInAddress(anchor);
  if (diff.hunks.length === 0)
    return (
      <div ref={place} className="text-ink-soft px-3 py-4">
        The text is the same, byte for byte.
      </div>
    );
  let left = most;
  return (
    <div ref={place}>
      <table
        aria-label={label}
        className="w-full table-fixed border-collapse font-mono text-[0.8125rem] leading-6"
      >
        <colgroup>
          <col className="w-10 sm:w-12" />
          <col className={form === 'side' ? '' : 'w-10 sm:w-12'} />
          <col className={form === 'side' ? 'w-12' : ''} />
          {form === 'side' && <col />}
        </colgroup>
        <thead>
          <tr>
            {headings[form].map((heading) => (
              <th key={heading} scope="col" className="p-0">
                <span className="sr-only">{heading}</span>
              </th>
            ))}
          </tr>
        </thead>
        {blocks.map((block) => {
          const count = block.type === 'hunk' ? Math.min(left, block.rows.length) : 0;
          left -= count;
          if (block.type === 'hunk')
            return <Rows key={block.key} rows={block.rows.slice(0, count)} form={form} anchor={anchor} />;
          return left > 0 ? <Gap key={block.key} block={block} form={form} anchor={anchor} /> : null;
        })}
      </table>
      {!isWhole && (
        <p className="border-t p-3 text-center">
          <Button small onClick={() => setMost((before) => before + rowsPerStep)}>
            Show more of this long difference
          </Button>
        </p>
      )}
    </div>
  );
}

/** Unchanged lines between hunks, on demand. */
function Gap({ block, form, anchor }: { block: Block; form: Form; anchor: string }) {
  const [open, setOpen] = useState(false);
  const count = block.rows.length;
  if (open) return <Rows rows={block.rows} form={form} anchor={anchor} />;
  return (
    <tbody>
      <tr className="bg-sunken">
        <td colSpan={form === 'side' ? 4 : 3} className="p-0">
          <button
            type="button"
            onClick={() => setOpen(true)}
            className="text-ink-soft hover:text-ink w-full px-3 py-1 text-left font-sans"
          >
            <span aria-hidden>⋯ </span>Show {count} unchanged {count === 1 ? 'line' : 'lines'}
          </button>
        </td>
      </tr>
    </tbody>
  );
}

const Rows = memo(function Rows({
  rows,
  form,
  anchor,
}: {
  rows: readonly Row[];
  form: Form;
  anchor: string;
}) {
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={`${row.a?.line ?? ''} ${row.b?.line ?? ''}`} className="align-top">
          {form === 'side' ? (
            <SideCells row={row} anchor={anchor} />
          ) : (
            <InlineCells row={row} anchor={anchor} />
          )}
        </tr>
      ))}
    </tbody>
  );
});

const tones = {
  removed: { row: 'bg-removed', word: 'bg-removed-strong', sign: '−', says: 'removed' },
  added: { row: 'bg-added', word: 'bg-added-strong', sign: '+', says: 'added' },
} as const;
type Tone = keyof typeof tones;

const SideCells = ({ row, anchor }: { row: Row; anchor: string }) => {
  const before: Tone | null = row.type === 'same' || row.a === null ? null : 'removed';
  const after: Tone | null = row.type === 'same' || row.b === null ? null : 'added';
  return (
    <>
      <LineNumber id={`${anchor}-a`} cell={row.a} tone={before} />
      <Text cell={row.a} tone={before} />
      <LineNumber id={`${anchor}-b`} cell={row.b} tone={after} />
      <Text cell={row.b} tone={after} />
    </>
  );
};

const InlineCells = ({ row, anchor }: { row: Row; anchor: string }) => {
  const tone = row.type === 'same' ? null : row.a === null ? 'added' : 'removed';
  return (
    <>
      <LineNumber id={`${anchor}-a`} cell={row.a} tone={tone} />
      <LineNumber id={`${anchor}-b`} cell={row.b} tone={tone} />
      <Text cell={row.b ?? row.a} tone={tone} />
    </>
  );
};

const LineNumber = ({ id, cell, tone }: { id: string; cell: Cell | null; tone: Tone | null }) => (
  <td
    id={cell === null ? undefined : `${id}${cell.line}`}
    className={`text-ink-soft target:bg-accent-soft scroll-mt-24 p-0 text-right tabular-nums select-none ${cell === null ? 'bg-sunken' : tone === null ? '' : tones[tone].row}`}
  >
    {cell !== null && (
      // Not a stop of the Tab key: a long difference has thousands, and they lead to where one is.
      <a
        href={`#${id}${cell.line}`}
        tabIndex={-1}
        className="hover:text-ink block min-h-6 px-1 hover:underline sm:px-2"
      >
        {cell.line}
      </a>
    )}
  </td>
);

const Text = ({ cell, tone }: { cell: Cell | null; tone: Tone | null }) =>
  cell === null ? (
    <td className="bg-sunken" />
  ) : (
    <td
      className={`relative py-0 pr-2 pl-5 whitespace-pre-wrap wrap-anywhere ${tone === null ? '' : tones[tone].row}`}
    >
      {tone !== null && (
        <span className="absolute left-1.5 select-none">
          <span aria-hidden>{tones[tone].sign}</span>
          <span className="sr-only">{tones[tone].says}: </span>
        </span>
      )}
      <MarkedText text={cell.text} words={cell.words} tone={tone === null ? '' : tones[tone].word} />
    </td>
  );

/** Brings the line that the address names into view, once it is drawn. */
function useLineInAddress(anchor: string): void {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    if (id.startsWith(`${anchor}-`)) document.getElementById(id)?.scrollIntoView({ block: 'center' });
  }, [anchor]);
}
