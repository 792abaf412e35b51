import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOrg } from '../../access/session.ts';
import type { Commit, GraphCommit, Library } from '../../api/types.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { Digest } from '../../design/Digest.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { CommitActions } from '../CommitActions.tsx';
import { commitQuery, graphQuery } from '../queries.ts';
import { Published } from './GraphRow.tsx';

type Props = { library: Library; commit: string; onClose: () => void };

/** One commit, from the graph when it is loaded there, else asked for by itself. */
export function CommitDetails({ library, commit, onClose }: Props) {
  const graph = useInfiniteQuery({ ...graphQuery(library.name), enabled: false });
  const known = graph.data?.pages.flatMap((page) => page.items).find((item) => item.commit === commit);
  const query = useQuery({ ...commitQuery(library.name, commit), enabled: known === undefined });
  const [alone] = query.data?.items ?? [];
  const shown = known ?? alone;
  return (
    <Dialog open wide onClose={onClose} title={shown?.message.split('\n')[0] ?? 'Commit'}>
      {shown === undefined ? (
        <Loaded query={query} skeleton={<Skeleton rows={4} height={28} />}>
          {() => <p>There is no such commit.</p>}
        </Loaded>
      ) : (
        <Facts library={library} commit={shown} onGraph={known} />
      )}
    </Dialog>
  );
}

function Facts({
  library,
  commit,
  onGraph,
}: {
  library: Library;
  commit: Commit | GraphCommit;
  onGraph: GraphCommit | undefined;
}) {
  const org = useOrg();
  const more = commit.message.split('\n').slice(1).join('\n').trim();
  const publication = onGraph?.publication ?? null;
  return (
    <>
      {more !== '' && <p className="mb-4 leading-relaxed whitespace-pre-wrap wrap-anywhere">{more}</p>}
      <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-4 gap-y-2">
        <Fact name="By">
          <PersonName person={commit.author} />
        </Fact>
        <Fact name="When">
          <Time at={commit.at} exact />
        </Fact>
        <Fact name="Commit">
          <Digest value={commit.commit} length={16} />
        </Fact>
        <Fact name={commit.parents.length === 1 ? 'Parent' : 'Parents'}>
          {commit.parents.length === 0
            ? 'None: the library begins here.'
            : commit.parents.map((parent) => (
                <Link
                  key={parent}
                  to="/$org/libraries/$library"
                  params={{ org, library: library.name }}
                  search={{ tab: 'history', commit: parent }}
                  resetScroll={false}
                  className="text-link mr-3 font-mono text-xs"
                >
                  {parent.slice(0, 10)}
                </Link>
              ))}
        </Fact>
        {publication !== null && (
          <Fact name="Main">
            <span className="inline-flex flex-wrap items-center gap-x-3">
              <Published publication={publication} />
              {publication.change !== null && (
                <Link
                  to="/$org/changes/$change"
                  params={{ org, change: publication.change }}
                  className="text-link"
                >
                  Show the change
                </Link>
              )}
            </span>
          </Fact>
        )}
      </dl>
      <Files library={library} commit={commit} />
      <CommitActions library={library} commit={commit} />
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-ink-soft">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
);

const prompt = /\.prompt$/;

function Files({ library, commit }: { library: Library; commit: Commit | GraphCommit }) {
  const org = useOrg();
  const shown = commit.paths.slice(0, 100);
  const count = 'files' in commit ? commit.files : commit.paths.length;
  return (
    <section className="mt-5">
      <h3 className="font-medium">
        {count === 0
          ? 'No file differs from both parents: this commit brings two lines of work together.'
          : `${count} ${count === 1 ? 'file' : 'files'} changed`}
      </h3>
      <ul className="mt-2 flex flex-col gap-1">
        {shown.map((path) => (
          <li key={path} className="min-w-0 truncate">
            {prompt.test(path) ? (
              <Link
                to="/$org/libraries/$library/prompts/$"
                params={{ org, library: library.name, _splat: path.replace(prompt, '') }}
                search={{ ref: commit.commit }}
                className="text-link"
              >
                {path}
              </Link>
            ) : (
              path
            )}
          </li>
        ))}
      </ul>
      {count > shown.length && <p className="text-ink-soft mt-1">and {count - shown.length} more</p>}
    </section>
  );
}
