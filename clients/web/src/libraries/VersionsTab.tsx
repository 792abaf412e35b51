import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useOrg } from '../access/session.ts';
import type { Version } from '../api/types.ts';
import { BreakGlassMark } from '../changes/going-live/BreakGlassMark.tsx';
import { RecallMarks } from '../changes/recalls/RecallMarks.tsx';
import { Digest } from '../design/Digest.tsx';
import { Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { Status } from '../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { EvidenceButton } from '../intelligence/evidence/EvidenceButton.tsx';
import { RestoreButton } from './acts/RestoreButton.tsx';
import { CompareLink } from './comparing/CompareLink.tsx';
import { CompareVersions } from './comparing/CompareVersions.tsx';
import { MoveTable } from './environments/MoveTable.tsx';
import { environmentsQuery } from './environments/queries.ts';
import { RetirementButton } from './environments/RetirementButton.tsx';
import { RollBackButton } from './environments/RollBackButton.tsx';
import { libraryQuery, versionsQuery } from './queries.ts';

const DecisionTable = lazy(() => import('../changes/decisions/DecisionTable.tsx'));

/** What was published, when, by whom, under which change; which one is live. */
export function VersionsTab({ library, path }: { library: string; path: string }) {
  const org = useOrg();
  const query = useQuery(versionsQuery(library, path));
  const newest = query.data?.items[0]?.number;
  const permissions = useQuery(libraryQuery(library)).data?.permissions ?? [];
  const mayRestore = permissions.includes('asset.restore');
  const mayRollBack = permissions.includes('rollback.create');
  const live = liveIn(query.data?.items ?? []);
  const columns: readonly Column<Version>[] = [
    {
      name: 'Version',
      width: 'minmax(0,1.2fr)',
      cell: ({ number, change, digest, notes, live }) => (
        <span className="flex flex-wrap items-center gap-2">
          <RowLink to="/$org/changes/$change" params={{ org, change }}>
            v{number}
            <span className="sr-only">, its change</span>
          </RowLink>
          {live.map((environment) => (
            <Status key={environment} word={`live in ${environment}`} shape="diamond" tone="good" />
          ))}
          <RecallMarks library={library} path={path} digests={[digest]} />
          <BreakGlassMark library={library} change={change} />
          {notes !== null && (
            <span className="text-ink-soft w-full truncate text-xs" title={notes}>
              {notes.split('\n', 1)[0]}
            </span>
          )}
        </span>
      ),
    },
    {
      name: 'Published by',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ publishedBy }) => <PersonName person={publishedBy} />,
    },
    { name: 'Digest', width: '8rem', from: 'sm', cell: ({ digest }) => <Digest value={digest} /> },
    {
      name: 'Compare',
      width: '6rem',
      from: 'sm',
      cell: ({ number }) =>
        number > 1 && (
          <CompareLink
            library={library}
            search={{ path, from: `@${number - 1}`, to: `@${number}` }}
            says={`with v${number - 1}`}
            name={`Compare v${number} with v${number - 1}`}
          />
        ),
    },
    {
      name: 'Evidence',
      width: '6.5rem',
      from: 'md',
      cell: ({ number }) => (
        <EvidenceButton small subject={{ kind: 'version', library, path, version: number }} />
      ),
    },
    ...(mayRollBack
      ? [
          {
            name: 'Live',
            width: '6rem',
            cell: (version: Version) => (
              <RollBackButton library={library} path={path} version={version} live={live} />
            ),
          },
        ]
      : []),
    {
      name: 'Restore',
      width: '6rem',
      from: 'sm',
      cell: ({ number }) =>
        mayRestore && number !== newest && <RestoreButton library={library} path={path} version={number} />,
    },
    { name: 'When', width: '6.5rem', right: true, cell: ({ publishedAt }) => <Time at={publishedAt} /> },
  ];
  return (
    <Loaded query={query}>
      {({ items, movedFrom }) =>
        items.length === 0 ? (
          <EmptyState title="Never published">
            Each publishing gets a number here that never changes its meaning.
          </EmptyState>
        ) : (
          <>
            <CompareVersions library={library} path={path} versions={items} />
            <Table label="Versions" columns={columns} rows={items} rowKey={({ number }) => String(number)} />
            {movedFrom !== null && (
              <p className="text-ink-soft mt-3 leading-relaxed wrap-anywhere">
                Before v1 this was called {movedFrom.path}, where v{movedFrom.number} was the last version.{' '}
                <CompareLink
                  library={library}
                  search={{ path, fromPath: movedFrom.path, from: `@${movedFrom.number}`, to: '@1' }}
                  says="Compare"
                  name={`Compare v1 with v${movedFrom.number} of ${movedFrom.path}`}
                />
              </p>
            )}
            <Moves library={library} path={path} mayRetire={permissions.includes('retirement.create')} />
            <Section title="Decisions about it">
              <Suspense fallback={<Skeleton rows={3} />}>
                <DecisionTable library={library} of={{ path }} />
              </Suspense>
            </Section>
          </>
        )
      }
    </Loaded>
  );
}

/** Which version is live where, of those that are listed. */
const liveIn = (versions: readonly Version[]): Record<string, number> =>
  Object.fromEntries(
    versions.flatMap(({ number, live }) => live.map((environment) => [environment, number])),
  );

/** Where this prompt went live and when, one environment after the other. */
function Moves({ library, path, mayRetire }: { library: string; path: string; mayRetire: boolean }) {
  const { data } = useQuery(environmentsQuery);
  return (
    <div className="mt-8">
      {data?.items.map(({ name, displayName }) => (
        <Section
          key={name}
          title={`Moves of ${displayName}`}
          aside={mayRetire && <RetirementButton library={library} path={path} environment={name} />}
        >
          <MoveTable environment={name} library={library} path={path} />
        </Section>
      ))}
    </div>
  );
}
