import { Plus } from 'lucide-react';
import { Fragment, memo } from 'react';
import { classNames } from '../../design/class-names.ts';
import type { Cell, Form, Row } from './diff-rows.ts';
import type { DiffSide, LineTalk } from './line-talk.ts';
import { MarkedText } from './MarkedText.tsx';

type Props = { rows: readonly Row[]; form: Form; anchor: string; talk?: LineTalk | undefined };

/** Rows of a difference, and under each what is said about its lines. */
export const DiffRows = memo(function DiffRows({ rows, form, anchor, talk }: Props) {
  return (
    <tbody>
      {rows.map((row) => (
        <Fragment key={`${row.a?.line ?? ''} ${row.b?.line ?? ''}`}>
          <tr className="group/row align-top">
            {form === 'side' ? (
              <SideCells row={row} anchor={anchor} talk={talk} />
            ) : (
              <InlineCells row={row} anchor={anchor} talk={talk} />
            )}
          </tr>
          {talk !== undefined && <Said row={row} form={form} talk={talk} />}
        </Fragment>
      ))}
    </tbody>
  );
});

function Said({ row, form, talk }: { row: Row; form: Form; talk: LineTalk }) {
  const sides = (['a', 'b'] as const).filter((side) => {
    const cell = row[side];
    return cell !== null && talk.has(side, cell.line);
  });
  if (sides.length === 0) return null;
  return (
    <tr>
      <td
        colSpan={form === 'side' ? 4 : 3}
        className="bg-sunken border-y p-2 font-sans text-sm leading-normal sm:p-3"
      >
        {sides.map((side) => (
          <Fragment key={side}>{talk.under(side, row[side]?.line ?? 0)}</Fragment>
        ))}
      </td>
    </tr>
  );
}

const tones = {
  removed: { row: 'bg-removed', word: 'bg-removed-strong', sign: '−', says: 'removed' },
  added: { row: 'bg-added', word: 'bg-added-strong', sign: '+', says: 'added' },
} as const;
type Tone = keyof typeof tones;
type CellsProps = { row: Row; anchor: string; talk: LineTalk | undefined };

const SideCells = ({ row, anchor, talk }: CellsProps) => {
  const before: Tone | null = row.type === 'same' || row.a === null ? null : 'removed';
  const after: Tone | null = row.type === 'same' || row.b === null ? null : 'added';
  return (
    <>
      <LineNumber id={`${anchor}-a`} cell={row.a} tone={before} />
      <Text cell={row.a} side="a" tone={before} talk={talk} />
      <LineNumber id={`${anchor}-b`} cell={row.b} tone={after} />
      <Text cell={row.b} side="b" tone={after} talk={talk} />
    </>
  );
};

const InlineCells = ({ row, anchor, talk }: CellsProps) => {
  const tone = row.type === 'same' ? null : row.a === null ? 'added' : 'removed';
  const side = row.b === null ? 'a' : 'b';
  return (
    <>
      <LineNumber id={`${anchor}-a`} cell={row.a} tone={tone} />
      <LineNumber id={`${anchor}-b`} cell={row.b} tone={tone} />
      <Text cell={row.b ?? row.a} side={side} tone={tone} talk={talk} />
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

type TextProps = { cell: Cell | null; side: DiffSide; tone: Tone | null; talk: LineTalk | undefined };

const Text = ({ cell, side, tone, talk }: TextProps) =>
  cell === null ? (
    <td className="bg-sunken" />
  ) : (
    <td
      className={classNames(
        'group/text relative py-0 pr-2 pl-5 whitespace-pre-wrap wrap-anywhere',
        tone !== null && tones[tone].row,
        talk?.isPicked(side, cell.line) && 'shadow-[inset_3px_0_0_var(--accent)]',
      )}
    >
      {tone !== null && (
        <span className="absolute left-1.5 select-none">
          <span aria-hidden>{tones[tone].sign}</span>
          <span className="sr-only">{tones[tone].says}: </span>
        </span>
      )}
      {talk?.takes(side) && <PickButton side={side} line={cell.line} talk={talk} />}
      <MarkedText text={cell.text} words={cell.words} tone={tone === null ? '' : tones[tone].word} />
    </td>
  );

/** Comes with the pointer or the focus. Not a stop of the Tab key but the first one; the arrows lead from line to line. */
const PickButton = ({ side, line, talk }: { side: DiffSide; line: number; talk: LineTalk }) => (
  <button
    type="button"
    data-pick={side}
    tabIndex={-1}
    aria-label={`Comment on ${side === 'a' ? 'old line' : 'line'} ${line}`}
    onClick={(event) => talk.pick(side, line, event.shiftKey)}
    className="bg-accent text-accent-ink absolute top-0.5 left-0 z-[1] grid size-5 place-items-center rounded opacity-0 group-hover/text:opacity-100 focus-visible:opacity-100"
  >
    <Plus size={14} aria-hidden />
  </button>
);
