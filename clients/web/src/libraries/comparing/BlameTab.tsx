import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useOrg } from '../../access/session.ts';
import type { Blame } from '../../api/types.ts';
import { PersonNames } from '../../design/PersonName.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { Tip } from '../../design/Tip.tsx';
import { type BlameGroup, groupsOf } from './blame-groups.ts';
import { MarkedText } from './MarkedText.tsx';
import { blameQuery } from './queries.ts';

/** Who wrote each line, in which version it was published, and why. */
export function BlameTab({ library, path, at }: { library: string; path: string; at: string }) {
  const query = useQuery(blameQuery(library, path, at));
  return (
    <Loaded query={query} skeleton={<Skeleton rows={4} height={72} />}>
      {(blame) =>
        blame.ranges.length === 0 ? (
          <EmptyState title="An empty text">There is no line to tell about.</EmptyState>
        ) : (
          <Groups blame={blame} />
        )
      }
    </Loaded>
  );
}

function Groups({ blame }: { blame: Blame }) {
  const org = useOrg();
  return (
    <>
      {blame.olderThan !== null && (
        <p className="text-ink-soft mb-3 leading-relaxed">
          Lines without an author are older than <Time at={blame.olderThan} exact />: only the newest commits
          are looked at. <code className="font-mono text-xs">git blame</code> in a clone knows them all.
        </p>
      )}
      <ol aria-label={`Who wrote ${blame.path}`} className="card overflow-hidden">
        {groupsOf(blame).map((group) => (
          <Group key={group.line} group={group} org={org} path={blame.path} />
        ))}
      </ol>
    </>
  );
}

const Group = memo(function Group({ group, org, path }: { group: BlameGroup; org: string; path: string }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] border-b last:border-b-0 md:grid-cols-[17rem_minmax(0,1fr)]">
      <div className="bg-sunken flex flex-wrap content-start items-baseline gap-x-2 px-3 py-1.5 text-xs md:border-r">
        <Writer group={group} org={org} path={path} />
      </div>
      <ol start={group.line} className="min-w-0 py-1 font-mono text-[0.8125rem] leading-6">
        {group.lines.map((text, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its number
            key={group.line + at}
            id={`blame-${group.line + at}`}
            className="target:bg-accent-soft flex scroll-mt-24"
          >
            <a
              href={`#blame-${group.line + at}`}
              tabIndex={-1}
              className="text-ink-soft hover:text-ink min-h-6 w-10 shrink-0 pr-2 text-right tabular-nums select-none hover:underline"
            >
              {group.line + at}
            </a>
            <span className="min-w-0 flex-1 pr-2 whitespace-pre-wrap wrap-anywhere">
              <MarkedText text={text} />
            </span>
          </li>
        ))}
      </ol>
    </li>
  );
});

function Writer({ group: { commit }, org, path }: { group: BlameGroup; org: string; path: string }) {
  if (commit === null) return <span className="text-ink-soft">older</span>;
  const message = commit.message.split('\n')[0] ?? '';
  const where = commit.version === null ? 'not published' : `v${commit.version}`;
  return (
    <>
      <PersonNames people={[commit.author, ...commit.others]} />
      <span className="text-ink-soft">
        <Time at={commit.at} />
      </span>
      <Tip
        content={
          <>
            <MarkedText text={commit.message} />
            {commit.path !== path && <span className="block">(then {commit.path})</span>}
          </>
        }
      >
        {commit.change === null ? (
          <button type="button" className="text-ink-soft min-h-6 w-full truncate text-left">
            {where}: {message}
          </button>
        ) : (
          <Link
            to="/$org/changes/$change"
            params={{ org, change: commit.change }}
            className="text-link inline-block min-h-6 w-full truncate leading-6"
          >
            {where}: {message}
          </Link>
        )}
      </Tip>
    </>
  );
}
