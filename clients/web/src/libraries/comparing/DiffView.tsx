import { useEffect, useMemo, useRef, useState } from 'react';
import type { TextDiff } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { DiffRows } from './DiffRows.tsx';
import { type Block, blocksOf, type Form } from './diff-rows.ts';
import type { LineTalk } from './line-talk.ts';
import { firstPickTakesTab, onPickKeys } from './pick-keys.ts';

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
  /** What is said about its lines, where something can be. */
  talk?: LineTalk | undefined;
};

/** For assistive technology only: the eye sees what the columns are. */
const headings = {
  side: ['Old line', 'Old text', 'New line', 'New text'],
  inline: ['Old line', 'New line', 'Text'],
} as const;

/** Rows drawn at once: a browser gets through these without a pause. */
const rowsPerStep = 2_000;

/** The difference of two texts, as tall as it is: the page scrolls, so that what was on the screen can be told. */
export function DiffView({ label, diff, after, form, anchor, onDrawn, talk }: Props) {
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
        ref={firstPickTakesTab}
        onKeyDown={onPickKeys}
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
            return (
              <DiffRows
                key={block.key}
                rows={block.rows.slice(0, count)}
                form={form}
                anchor={anchor}
                talk={talk}
              />
            );
          return left > 0 ? (
            <Gap key={block.key} block={block} form={form} anchor={anchor} talk={talk} />
          ) : null;
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

type GapProps = { block: Block; form: Form; anchor: string; talk: LineTalk | undefined };

/** Unchanged lines between hunks, on demand, or when something is said about one of them. */
function Gap({ block, form, anchor, talk }: GapProps) {
  const [open, setOpen] = useState(false);
  const count = block.rows.length;
  const isSaid = block.rows.some(
    ({ a, b }) => (a !== null && talk?.has('a', a.line)) || (b !== null && talk?.has('b', b.line)),
  );
  if (open || isSaid) return <DiffRows rows={block.rows} form={form} anchor={anchor} talk={talk} />;
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

/** Brings the line that the address names into view, once it is drawn. */
function useLineInAddress(anchor: string): void {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    if (id.startsWith(`${anchor}-`)) document.getElementById(id)?.scrollIntoView({ block: 'center' });
  }, [anchor]);
}
