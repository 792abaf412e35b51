import { useQuery } from '@tanstack/react-query';
import type { AssetChange, ChangeDetail, TextComparison } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Digest } from '../design/Digest.tsx';
import { Status } from '../design/Status.tsx';
import { ErrorState } from '../design/states.tsx';
import { ComparisonView } from '../libraries/comparing/ComparisonView.tsx';
import type { Form } from '../libraries/comparing/diff-rows.ts';
import { LineCount } from './LineCount.tsx';
import { changeComparisonQuery } from './queries.ts';
import { FileThreads } from './talk/FileThreads.tsx';
import { useLineTalk } from './talk/use-line-talk.tsx';

type Props = {
  change: ChangeDetail;
  asset: AssetChange;
  /** Where it stands on the page. */
  anchor: string;
  form: Form;
  isShown: boolean;
  /** An earlier revision: only what came after it is shown. */
  since: string | undefined;
  onDrawn: (path: string, element: HTMLElement | null) => void;
};

const statusLooks = {
  added: { word: 'new', shape: 'diamond', tone: 'good' },
  modified: { word: 'modified', shape: 'half', tone: 'accent' },
  deleted: { word: 'deleted', shape: 'cross', tone: 'bad' },
} as const;

/** One file of a change: what it is, its difference as the server tells it, and a warning about what the eye would miss. */
export function AssetDiff({ change, asset, anchor, form, isShown, since, onDrawn }: Props) {
  const query = useQuery(changeComparisonQuery(change, asset.path, since));
  const { lineTalk, said, pick } = useLineTalk(change, asset, since !== undefined);
  const firstChanged = firstAddedLine(query.data);
  return (
    <section
      id={anchor}
      tabIndex={-1}
      data-file=""
      aria-label={asset.path}
      className="card mb-5 scroll-mt-20 overflow-hidden"
    >
      <header className="bg-sunken flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2">
        <h3 className="min-w-0 font-mono text-xs font-semibold wrap-anywhere">{asset.path}</h3>
        <Status {...statusLooks[asset.status]} />
        <span className="text-ink-soft text-xs">
          <LineCount change={change} path={asset.path} /> <span aria-hidden>lines</span>
        </span>
        <span className="ml-auto flex flex-wrap items-center gap-2">
          {lineTalk.takes('b') && (
            <Button
              small
              look="quiet"
              onClick={() => pick({ side: 'head', firstLine: firstChanged, line: firstChanged })}
            >
              Comment
            </Button>
          )}
          {asset.head !== null && <Digest value={asset.head.digest} />}
          {isShown ? (
            <Status word="shown whole" shape="check" tone="good" />
          ) : (
            <Status word="not shown whole yet" shape="ring" tone="plain" />
          )}
        </span>
      </header>
      {asset.faults.length > 0 && (
        <ul className="bg-bad-soft text-bad border-b px-3 py-2">
          {asset.faults.map((fault) => (
            <li key={`${fault.line}:${fault.message}`}>
              Line {fault.line}: {fault.message}
            </li>
          ))}
        </ul>
      )}
      {query.data !== undefined ? (
        <ComparisonView
          path={asset.path}
          comparison={query.data}
          after={asset.head?.text ?? ''}
          form={form}
          anchor={anchor}
          onDrawn={since === undefined ? (element) => onDrawn(asset.path, element) : undefined}
          talk={lineTalk}
        />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the difference" className="skeleton m-3 h-48" />
      )}
      <FileThreads change={change} said={said} />
    </section>
  );
}

/** Where a new comment begins when nobody pointed at a line. */
function firstAddedLine(comparison: TextComparison | undefined): number {
  const lines = comparison?.text.hunks.flatMap((hunk) => hunk.lines) ?? [];
  return lines.find((line) => line.type === 'added')?.b ?? 1;
}
