import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import type { Environment } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { Page } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { librariesQuery } from '../queries.ts';
import { EnvironmentDialog } from './EnvironmentDialog.tsx';
import { fromInput, toInput } from './instant.ts';
import { LiveTable } from './LiveTable.tsx';
import { MoveTable } from './MoveTable.tsx';
import { environmentsQuery } from './queries.ts';
import { RetireDialog } from './RetireDialog.tsx';

const route = getRouteApi('/$org/environments/$environment');

/** One environment: what is live there, what was at any instant, and every move. */
export function EnvironmentPage() {
  const { org, environment: name } = route.useParams();
  const query = useQuery(environmentsQuery);
  const found = query.data?.items.find((environment) => environment.name === name);
  return (
    <Page
      title={found?.displayName ?? name}
      above={
        <>
          <Link to="/$org/libraries" params={{ org }} className="text-link">
            Libraries
          </Link>
          {' / '}
          <Link to="/$org/environments" params={{ org }} className="text-link">
            Environments
          </Link>
        </>
      }
      below={found?.description}
      actions={found !== undefined && <EnvironmentActions environment={found} />}
    >
      <Loaded query={query} skeleton={<Skeleton rows={4} height={44} />}>
        {() =>
          found === undefined ? (
            <EmptyState title="There is no such environment">
              It may have been retired. An administrator can create it again, with its history.
            </EmptyState>
          ) : (
            <EnvironmentBody name={name} />
          )
        }
      </Loaded>
    </Page>
  );
}

function EnvironmentActions({ environment }: { environment: Environment }) {
  const [doing, setDoing] = useState<'edit' | 'retire' | null>(null);
  const edits = useHolds('environment.update') ? null : 'Only administrators edit environments.';
  const admin = useHolds('environment.retire');
  const retires = !admin
    ? 'Only administrators retire environments.'
    : environment.name === 'production'
      ? 'Production stays: references that name no environment mean it.'
      : environment.live > 0
        ? 'Something is live here. It has to end before this environment can be retired.'
        : null;
  return (
    <>
      <Button disabledBecause={edits} onClick={() => setDoing('edit')}>
        Edit
      </Button>
      <Button disabledBecause={retires} onClick={() => setDoing('retire')}>
        Retire
      </Button>
      {doing === 'edit' && <EnvironmentDialog edited={environment} onClose={() => setDoing(null)} />}
      {doing === 'retire' && <RetireDialog environment={environment} onClose={() => setDoing(null)} />}
    </>
  );
}

function EnvironmentBody({ name }: { name: string }) {
  const { tab = 'live', library = '', at = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (next: { tab: string; library: string; at: string }) =>
    void navigate({
      search: {
        ...(next.tab === 'history' ? { tab: 'history' as const } : {}),
        ...(next.library === '' ? {} : { library: next.library }),
        ...(next.at === '' ? {} : { at: next.at }),
      },
      replace: true,
      resetScroll: false,
    });
  const filter = (
    <LibraryFilter library={library} onChoose={(chosen) => show({ tab, library: chosen, at })} />
  );
  return (
    <Tabs
      label="Environment"
      value={tab}
      onChange={(value) => show({ tab: value, library, at })}
      tabs={[
        {
          value: 'live',
          label: at === '' ? 'Live now' : 'Live then',
          content: (
            <>
              <div className="mb-4 flex flex-wrap items-end gap-3">
                {filter}
                <Field
                  label="As of"
                  type="datetime-local"
                  step={1}
                  value={toInput(at)}
                  onChange={(event) => show({ tab, library, at: fromInput(event.target.value) })}
                />
                {at !== '' && <Button onClick={() => show({ tab, library, at: '' })}>Back to now</Button>}
              </div>
              <LiveTable environment={name} library={library} at={at} />
            </>
          ),
        },
        {
          value: 'history',
          label: 'History',
          content: (
            <>
              <div className="mb-4 flex flex-wrap items-end gap-3">{filter}</div>
              <MoveTable environment={name} library={library} />
            </>
          ),
        },
      ]}
    />
  );
}

function LibraryFilter({ library, onChoose }: { library: string; onChoose: (library: string) => void }) {
  const { data } = useQuery(librariesQuery);
  return (
    <Select
      label="Library"
      value={library}
      options={[
        { value: '', label: 'All libraries' },
        ...(data?.items ?? []).map(({ name, displayName }) => ({ value: name, label: displayName })),
      ]}
      onChange={(event) => onChoose(event.target.value)}
    />
  );
}
