import { lazy, Suspense, useMemo } from 'react';
import type { AssetChange } from '../api/types.ts';
import { Digest } from '../design/Digest.tsx';
import { Status } from '../design/Status.tsx';
import { hiddenIn } from '../libraries/editor/invisible.ts';
import type { DiffForm } from './DiffEditor.tsx';
import { countLines } from './line-count.ts';

const DiffEditor = lazy(() => import('./DiffEditor.tsx'));

type Props = {
  asset: AssetChange;
  form: DiffForm;
  isShown: boolean;
  onDrawn: (path: string, element: HTMLElement | null) => void;
};

const statusLooks = {
  added: { word: 'new', shape: 'diamond', tone: 'good' },
  modified: { word: 'modified', shape: 'half', tone: 'accent' },
  deleted: { word: 'deleted', shape: 'cross', tone: 'bad' },
} as const;

/** One file of a change: what it is, its difference, and a warning about what the eye would miss. */
export function AssetDiff({ asset, form, isShown, onDrawn }: Props) {
  const before = asset.base?.text ?? '';
  const after = asset.head?.text ?? '';
  const { added, removed } = useMemo(() => countLines(before, after), [before, after]);
  const hidden = useMemo(() => hiddenIn(after), [after]);
  return (
    <section aria-label={asset.path} className="card mb-5 overflow-hidden">
      <header className="bg-sunken flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2">
        <h3 className="min-w-0 font-mono text-xs font-semibold wrap-anywhere">{asset.path}</h3>
        <Status {...statusLooks[asset.status]} />
        <span className="text-ink-soft text-xs tabular-nums">
          <span className="text-good">+{added}</span> <span className="text-bad">−{removed}</span> lines
        </span>
        <span className="ml-auto flex items-center gap-2">
          {asset.head !== null && <Digest value={asset.head.digest} />}
          {isShown ? (
            <Status word="shown whole" shape="check" tone="good" />
          ) : (
            <Status word="not shown whole yet" shape="ring" tone="plain" />
          )}
        </span>
      </header>
      {hidden.length > 0 && (
        <p role="note" className="bg-bad-soft text-bad border-b px-3 py-2 leading-relaxed">
          {hidden.some(({ bidirectional }) => bidirectional)
            ? 'This text holds characters that change the order in which it reads: '
            : 'This text holds characters that cannot be seen: '}
          {hidden
            .slice(0, 5)
            .map(({ code, line }) => `${code} on line ${line}`)
            .join(', ')}
          {hidden.length > 5 ? ` and ${hidden.length - 5} more` : ''}. They are marked below.
        </p>
      )}
      {asset.faults.length > 0 && (
        <ul className="bg-bad-soft text-bad border-b px-3 py-2">
          {asset.faults.map((fault) => (
            <li key={`${fault.line}:${fault.message}`}>
              Line {fault.line}: {fault.message}
            </li>
          ))}
        </ul>
      )}
      <Suspense
        fallback={
          <div
            role="status"
            aria-label="Loading the difference"
            className="skeleton m-3"
            style={{ height: Math.min(480, (added + removed + 8) * 23) }}
          />
        }
      >
        <DiffEditor
          path={asset.path}
          before={before}
          after={after}
          form={form}
          onDrawn={(element) => onDrawn(asset.path, element)}
        />
      </Suspense>
    </section>
  );
}
