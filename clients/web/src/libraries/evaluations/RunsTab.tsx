import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Select } from '../../design/Field.tsx';
import { RunPanel } from '../../gateway/evaluations/RunPanel.tsx';
import { environmentsQuery } from '../environments/queries.ts';

/** An evaluation run against what is live somewhere, or against the branch that is looked at. */
export default function RunsTab({ library, path, at }: { library: string; path: string; at: string }) {
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const branch = at === 'main' ? [] : [{ value: `branch:${at}`, label: `Branch ${at}` }];
  const options = [
    ...branch,
    ...environments.map(({ name, displayName }) => ({ value: name, label: `Live in ${displayName}` })),
  ];
  const [version, setVersion] = useState(at === 'main' ? 'production' : `branch:${at}`);
  return (
    <RunPanel
      wanted={{ library, path }}
      asked={{ library, path, version }}
      notBecause={null}
      choice={
        <div className="w-56">
          <Select
            label="Against"
            value={version}
            options={options}
            onChange={(event) => setVersion(event.target.value)}
          />
        </div>
      }
    >
      It has not been run yet. Each case is an execution of yours, under the policy and the budgets that hold
      for you.
    </RunPanel>
  );
}
