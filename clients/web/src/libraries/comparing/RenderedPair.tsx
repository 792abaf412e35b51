import { useMemo } from 'react';
import type { Message, Rendered } from '../../api/types.ts';
import { textOf } from '../messages.ts';
import { VariablesForm } from '../VariablesForm.tsx';
import type { useRenderedPair } from './use-rendered-pair.ts';
import { type Piece, wordDiff } from './word-diff.ts';

type Title = { name: string; after: string; missing: string };
type Titles = { base: Title; head: Title };

/** What the model would get in two states, side by side, with the same sample variables. */
export function RenderedPair({ pair, titles }: { pair: ReturnType<typeof useRenderedPair>; titles: Titles }) {
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div className="card p-4">
        <h4 className="mb-3 font-medium">Sample variables</h4>
        <VariablesForm
          fields={pair.fields}
          typed={pair.typed}
          faults={pair.faults}
          onChange={pair.setVariable}
        />
      </div>
      <Sides
        titles={titles}
        base={pair.base === null ? null : pair.base.rendered}
        head={pair.head === null ? null : pair.head.rendered}
        baseFault={pair.base?.faults[0]?.message}
        headFault={pair.head?.faults[0]?.message}
      />
    </div>
  );
}

type SidesProps = {
  titles: Titles;
  base: Rendered | undefined | null;
  head: Rendered | undefined | null;
  baseFault: string | undefined;
  headFault: string | undefined;
};

function Sides({ titles, base, head, baseFault, headFault }: SidesProps) {
  const rows = useMemo(() => rowsOf(base?.messages ?? [], head?.messages ?? []), [base, head]);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="text-ink-soft grid grid-cols-2 gap-3 text-xs font-medium max-md:hidden">
        <p>
          {titles.base.name}
          {base === null ? `: ${titles.base.missing}` : baseFault === undefined ? '' : `: ${baseFault}`}
        </p>
        <p>
          {titles.head.name}
          {head === null ? `: ${titles.head.missing}` : headFault === undefined ? '' : `: ${headFault}`}
        </p>
      </div>
      {rows.map((row) => (
        <div key={row.key} className="grid grid-cols-1 gap-3 md:grid-cols-2">
          <Side
            title={`${row.before?.role ?? 'nothing'}, ${titles.base.after}`}
            pieces={row.pieces.before}
            exists={row.before !== undefined}
            tone="bg-removed-strong"
          />
          <Side
            title={`${row.after?.role ?? 'nothing'}, ${titles.head.after}`}
            pieces={row.pieces.after}
            exists={row.after !== undefined}
            tone="bg-added-strong"
          />
        </div>
      ))}
    </div>
  );
}

const Side = ({
  title,
  pieces,
  exists,
  tone,
}: {
  title: string;
  pieces: readonly Piece[];
  exists: boolean;
  tone: string;
}) =>
  exists ? (
    <div className="min-w-0 rounded-md border">
      <p className="bg-sunken text-ink-soft rounded-t-md border-b px-3 py-1 text-xs font-medium">{title}</p>
      <p className="px-3 py-2.5 text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
        {pieces.map((piece, at) =>
          piece.changed ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
            <mark key={at} className={`text-ink rounded-sm ${tone}`}>
              {piece.text}
            </mark>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={at}>{piece.text}</span>
          ),
        )}
      </p>
    </div>
  ) : (
    <div aria-hidden className="rounded-md border border-dashed max-md:hidden" />
  );

/** Messages side by side, in order. */
function rowsOf(base: readonly Message[], head: readonly Message[]) {
  return Array.from({ length: Math.max(base.length, head.length) }, (_, at) => {
    const before = base[at];
    const after = head[at];
    const pieces = wordDiff(
      before === undefined ? '' : textOf(before),
      after === undefined ? '' : textOf(after),
    );
    return { key: at, before, after, pieces };
  });
}
