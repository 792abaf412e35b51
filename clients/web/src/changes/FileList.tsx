import type { ChangeDetail } from '../api/types.ts';
import { StatusShape } from '../design/StatusShape.tsx';
import { LineCount } from './LineCount.tsx';

/** The files of a change with their counts; each leads to its difference below. */
export const FileList = ({
  change,
  shown,
  anchorOf,
}: {
  change: ChangeDetail;
  shown: ReadonlySet<string>;
  anchorOf: (at: number) => string;
}) => (
  <nav aria-label="Files of this change" className="card mb-4 max-h-64 overflow-y-auto py-1">
    <ol>
      {change.assets.map(({ path }, at) => (
        <li key={path}>
          <a
            href={`#${anchorOf(at)}`}
            className="hover:bg-sunken flex min-h-8 flex-wrap items-center gap-x-3 px-3 py-1 -outline-offset-2!"
          >
            <StatusShape shape={shown.has(path) ? 'check' : 'ring'} />
            <span className="min-w-0 font-mono text-xs wrap-anywhere">{path}</span>
            <span className="ml-auto text-xs">
              <LineCount change={change} path={path} />
            </span>
            <span className="sr-only">{shown.has(path) ? 'shown whole' : 'not shown whole yet'}</span>
          </a>
        </li>
      ))}
    </ol>
  </nav>
);
