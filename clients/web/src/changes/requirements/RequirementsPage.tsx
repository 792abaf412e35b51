import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, Skeleton } from '../../design/states.tsx';
import { environmentsQuery } from '../../libraries/environments/queries.ts';
import { librariesQuery } from '../../libraries/queries.ts';
import { ChangesNav } from '../ChangesNav.tsx';
import { InForce } from './InForce.tsx';
import { NewRequirementDialog } from './NewRequirementDialog.tsx';
import { RequirementFiles } from './RequirementFiles.tsx';

const route = getRouteApi('/$org/changes/requirements');

/** What is asked of a change, where it is written, and the way to ask for more. */
export function RequirementsPage() {
  const [isMaking, setMaking] = useState(false);
  return (
    <Page
      title="Requirements"
      below="Who must look at a change before it may be published"
      actions={
        <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setMaking(true)}>
          New requirement
        </Button>
      }
    >
      <ChangesNav />
      <InForceSection />
      <Section title="Where they are written">
        <RequirementFiles />
      </Section>
      {isMaking && <NewRequirementDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}

function InForceSection() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const libraries = useQuery(librariesQuery).data?.items;
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const library = search.library ?? libraries?.[0]?.name;
  const environment = search.environment ?? 'production';
  const choose = (next: typeof search) => void navigate({ search: { ...search, ...next }, replace: true });
  if (libraries === undefined) return <Skeleton rows={2} height={110} />;
  if (library === undefined)
    return <EmptyState title="No library yet">Requirements apply to what libraries publish.</EmptyState>;
  return (
    <Section title="In force">
      <div className="mb-3 flex flex-wrap gap-3">
        <div className="w-52">
          <Select
            label="For changes in"
            value={library}
            options={libraries.map(({ name, displayName }) => ({ value: name, label: displayName }))}
            onChange={({ target }) => choose({ library: target.value })}
          />
        </div>
        <div className="w-44">
          <Select
            label="that go to"
            value={environment}
            options={environments.map(({ name, displayName }) => ({ value: name, label: displayName }))}
            onChange={({ target }) => choose({ environment: target.value })}
          />
        </div>
      </div>
      <InForce library={library} environment={environment} />
    </Section>
  );
}
