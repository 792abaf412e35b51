import { type ReactNode, useMemo } from 'react';
import type { Message, Rendered, WordSpan } from '../../api/types.ts';
import { textOf, withoutEdgeLines } from '../messages.ts';
import { VariablesForm } from '../VariablesForm.tsx';
import { MarkedText } from './MarkedText.tsx';
import type { useRenderedPair } from './use-rendered-pair.ts';
import { wordSpans } from './word-diff.ts';

type Title = { name: string; after: string; missing: string };
type Titles = { base: Title; head: Title };

type Props = {
  pair: ReturnType<typeof useRenderedPair>;
  titles: Titles;
  /** Stands under the variables: what one can do with them. */
  under?: ReactNode;
  /** Stands over the messages. */
  above?: ReactNode;
};

/** What the model would get in two states, side by side, with the same sample variables. */
export function RenderedPair({ pair, titles, under, above }: Props) {
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
        {under}
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        {above}
        <Sides
          titles={titles}
          base={pair.base === null ? null : pair.base.rendered}
          head={pair.head === null ? null : pair.head.rendered}
          baseFault={pair.base?.faults[0]?.message}
          headFault={pair.head?.faults[0]?.message}
        />
      </div>
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
            text={row.beforeText}
            words={row.words.before}
            tone="bg-removed-strong"
          />
          <Side
            title={`${row.after?.role ?? 'nothing'}, ${titles.head.after}`}
            text={row.afterText}
            words={row.words.after}
            tone="bg-added-strong"
          />
        </div>
      ))}
    </div>
  );
}

const Side = ({
  title,
  text,
  words,
  tone,
}: {
  title: string;
  /** Null when this side has no such message. */
  text: string | null;
  words: readonly WordSpan[];
  tone: string;
}) =>
  text !== null ? (
    <div className="min-w-0 rounded-md border">
      <p className="bg-sunken text-ink-soft rounded-t-md border-b px-3 py-1 text-xs font-medium">{title}</p>
      <p className="px-3 py-2.5 text-[0.9375rem] leading-7 break-words whitespace-pre-wrap">
        <MarkedText text={text} words={words} tone={tone} />
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
    const beforeText = before === undefined ? null : withoutEdgeLines(textOf(before));
    const afterText = after === undefined ? null : withoutEdgeLines(textOf(after));
    return {
      key: at,
      before,
      after,
      beforeText,
      afterText,
      words: wordSpans(beforeText ?? '', afterText ?? ''),
    };
  });
}
