import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { environmentsQuery } from '../../libraries/environments/queries.ts';
import { InForce } from './InForce.tsx';
import { NewRequirementDialog } from './NewRequirementDialog.tsx';
import { RequirementFiles } from './RequirementFiles.tsx';

/** In a library: what is asked of its changes, and the files of its own. */
export default function RequirementsOf({ library }: { library: string }) {
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const [environment, setEnvironment] = useState('production');
  const [isMaking, setMaking] = useState(false);
  return (
    <>
      <Section
        title="In force"
        aside={
          <div className="w-44">
            <Select
              label="Environment"
              labelHidden
              value={environment}
              options={environments.map(({ name, displayName }) => ({
                value: name,
                label: `to ${displayName}`,
              }))}
              onChange={({ target }) => setEnvironment(target.value)}
            />
          </div>
        }
      >
        <InForce library={library} environment={environment} />
      </Section>
      <Section
        title="Written in this library"
        aside={
          <Button icon={<Plus size={15} aria-hidden />} onClick={() => setMaking(true)}>
            New requirement
          </Button>
        }
      >
        <RequirementFiles library={library} />
      </Section>
      {isMaking && <NewRequirementDialog library={library} onClose={() => setMaking(false)} />}
    </>
  );
}
