import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useHolds } from '../../access/session.ts';
import { get } from '../../api/client.ts';
import type { ControlList } from '../../api/types.ts';
import { Select } from '../../design/Field.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { LedgerNav } from '../LedgerNav.tsx';
import { ControlCard } from './ControlCard.tsx';

const route = getRouteApi('/$org/ledger/controls');

/** What the record supports of laws, standards and frameworks, and the entries that show it. */
export function ControlsPage() {
  const mayRead = useHolds('control.list');
  const controls = useQuery({
    queryKey: ['ledger', 'controls'],
    queryFn: ({ signal }) => get<ControlList>('/api/v1/controls', signal),
    enabled: mayRead,
  });
  return (
    <Page
      title="Controls"
      below="What the record supports of laws, standards and frameworks, and the entries that show it"
    >
      <LedgerNav />
      {mayRead ? (
        <Loaded query={controls} skeleton={<Skeleton rows={4} height={180} />}>
          {(found) => <Mapping found={found} />}
        </Loaded>
      ) : (
        <EmptyState title="This is for auditors and administrators">
          They see which entries of the log support which provision.
        </EmptyState>
      )}
    </Page>
  );
}

function Mapping({ found }: { found: ControlList }) {
  const { framework = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = found.frameworks.filter(({ name }) => framework === '' || name === framework);
  return (
    <>
      <p className="bg-sunken mb-5 max-w-3xl rounded-md px-4 py-3 leading-relaxed">{found.caution}</p>
      <div className="mb-6 max-w-xs">
        <Select
          label="Show"
          value={framework}
          options={[
            { value: '', label: 'Every framework' },
            ...found.frameworks.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={({ target: { value } }) =>
            void navigate({ search: value === '' ? {} : { framework: value }, replace: true })
          }
        />
      </div>
      {shown.map(({ name, edition }) => (
        <Section key={name} title={name} aside={<span className="text-ink-soft text-xs">{edition}</span>}>
          <ul aria-label={name} className="card divide-y">
            {found.items
              .filter((control) => control.framework === name)
              .map((control) => (
                <ControlCard key={control.id} control={control} countedTo={found.countedTo} />
              ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
