import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from '../design/Button.tsx';
import { Checkbox, Select } from '../design/Field.tsx';
import { Page } from '../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { librariesQuery } from '../libraries/queries.ts';
import { oneOf } from '../shell/search.ts';
import { ChangesNav } from './ChangesNav.tsx';
import { ChangeTable } from './ChangeTable.tsx';
import { type ChangesSearch, changeStates } from './filters.ts';
import { changesQuery } from './queries.ts';
import { stateLooks } from './state.ts';

const route = getRouteApi('/$org/changes');

export function ChangesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const changes = useQuery(changesQuery(search));
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const filter = (next: ChangesSearch) => void navigate({ search: next, replace: true });
  const { state: _state, ...withoutState } = search;
  const { library: _library, ...withoutLibrary } = search;
  const { waiting: _waiting, ...withoutWaiting } = search;
  return (
    <Page title="Changes" below="Proposals to publish, and what each one waits for">
      <ChangesNav />
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <div className="w-44">
          <Select
            label="State"
            value={search.state ?? ''}
            options={[
              { value: '', label: 'any state' },
              ...changeStates.map((value) => ({ value, label: stateLooks[value].word })),
            ]}
            onChange={({ target }) => {
              const state = oneOf(target.value, changeStates);
              filter(state === undefined ? withoutState : { ...search, state });
            }}
          />
        </div>
        <div className="w-52">
          <Select
            label="Library"
            value={search.library ?? ''}
            options={[
              { value: '', label: 'every library' },
              ...libraries.map(({ name, displayName }) => ({ value: name, label: displayName })),
            ]}
            onChange={({ target }) =>
              filter(target.value === '' ? withoutLibrary : { ...search, library: target.value })
            }
          />
        </div>
        <div className="flex h-9 items-center">
          <Checkbox
            label="Waiting for me"
            checked={search.waiting === 'me'}
            onChange={({ target }) => filter(target.checked ? { ...search, waiting: 'me' } : withoutWaiting)}
          />
        </div>
      </div>
      <Loaded query={changes} skeleton={<Skeleton rows={8} />}>
        {({ items }) =>
          items.length > 0 ? (
            <ChangeTable label="Changes" changes={items} />
          ) : Object.keys(search).length > 0 ? (
            <EmptyState
              title="No change fits these filters"
              action={<Button onClick={() => filter({})}>Show every change</Button>}
            />
          ) : (
            <EmptyState title="No changes yet">
              Open a prompt in a library, edit it, and choose “Propose change”.
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}
