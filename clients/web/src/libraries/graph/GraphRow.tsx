import { GitBranch, Tag } from 'lucide-react';
import type { GraphCommit } from '../../api/types.ts';
import { classNames } from '../../design/class-names.ts';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { StatusShape } from '../../design/StatusShape.tsx';
import { Time } from '../../design/Time.tsx';
import { LaneStrip } from './LaneStrip.tsx';
import type { LaneRow } from './lanes.ts';

type Props = {
  org: string;
  library: string;
  commit: GraphCommit;
  row: LaneRow;
  shownLanes: number;
};

const shownRefs = 3;

/** As many as a row has room for; `main` is always among them. */
const mainFirst = (refs: GraphCommit['refs']) =>
  [...refs.filter(({ name }) => name === 'main'), ...refs.filter(({ name }) => name !== 'main')].slice(
    0,
    shownRefs,
  );

/** One commit: its place in the graph, what it says, who made it and when, what stands there. */
export function GraphRow({ org, library, commit, row, shownLanes }: Props) {
  const { message, author, at, refs, publication } = commit;
  return (
    <div className="hover:bg-sunken focus-within:bg-sunken relative flex h-14 items-center gap-2 pr-4">
      <LaneStrip row={row} shown={shownLanes} published={publication !== null} />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <RowLink
            to="/$org/libraries/$library"
            params={{ org, library }}
            search={{ tab: 'history', commit: commit.commit }}
            resetScroll={false}
            className="truncate max-sm:whitespace-nowrap"
          >
            {message.split('\n')[0]}
          </RowLink>
        </div>
        <div className="text-ink-soft flex min-w-0 items-center gap-x-2 overflow-hidden text-xs whitespace-nowrap">
          {publication !== null && <Published publication={publication} />}
          {mainFirst(refs).map(({ kind, name }, index) => (
            <span
              key={`${kind} ${name}`}
              className={classNames(
                'inline-flex max-w-40 shrink-0 items-center gap-1 rounded border px-1 max-sm:max-w-28',
                index > 0 && 'max-sm:hidden',
              )}
            >
              {kind === 'tag' ? (
                <Tag size={11} role="img" aria-label="Tag" className="shrink-0" />
              ) : (
                <GitBranch size={11} role="img" aria-label="Branch" className="shrink-0" />
              )}
              <span className="truncate">{name}</span>
            </span>
          ))}
          {refs.length > shownRefs && <span>and {refs.length - shownRefs} more</span>}
          <PersonName person={author} />
        </div>
      </div>
      <span className="text-ink-soft shrink-0 text-right text-xs tabular-nums">
        <Time at={at} />
      </span>
    </div>
  );
}

/** That `main` stood here: a word and a shape. */
export function Published({ publication }: { publication: NonNullable<GraphCommit['publication']> }) {
  const { change, versions } = publication;
  return (
    <span className="text-accent-text inline-flex shrink-0 items-center gap-1 font-medium">
      <StatusShape shape="diamond" />
      {change === null ? (
        'first state of main'
      ) : (
        <span>
          published{' '}
          <span className="max-sm:sr-only">
            {versions} {versions === 1 ? 'version' : 'versions'}
          </span>
        </span>
      )}
    </span>
  );
}
