import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { RequirementNeeds } from '../../api/types.ts';
import { Select } from '../../design/Field.tsx';
import { FormProblem, Skeleton } from '../../design/states.tsx';
import { useSettled } from '../../design/use-settled.ts';
import { environmentsQuery } from '../../libraries/environments/queries.ts';
import { changesQuery } from '../queries.ts';
import { policyLibrary } from './policy-library.ts';
import { previewQuery } from './queries.ts';
import { StageList } from './StageList.tsx';
import { sampleOf } from './sample.ts';

type Props = { library: string; path: string; text: string };

const living = ['draft', 'in_review', 'changes_requested', 'approved'];

/** What open changes and a sample would need if this text were in force; and whether anybody could give it today. */
export default function PreviewPanel({ library, path, text }: Props) {
  const settled = useSettled(text, 400);
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const [environment, setEnvironment] = useState('production');
  const search = library === policyLibrary ? {} : { library };
  const open = (useQuery(changesQuery(search)).data?.items ?? [])
    .filter(({ state }) => living.includes(state))
    .slice(0, 8);
  const trial = {
    environment,
    proposed: { path, text: settled },
    changes: open.map(({ id }) => id),
    samples: library === policyLibrary ? [] : [sampleOf('high'), sampleOf('low')],
  };
  const { data, error } = useQuery({ ...previewQuery(library, trial), placeholderData: (before) => before });
  const unmet = data?.rules.filter((rule) => rule.unmet !== null) ?? [];
  return (
    <section aria-label="What would be needed" className="mt-6">
      <div className="mb-2.5 flex flex-wrap items-end justify-between gap-3">
        <h2 className="font-semibold">What would be needed</h2>
        <div className="w-40">
          <Select
            label="Environment of the samples"
            labelHidden
            value={environment}
            options={environments.map(({ name, displayName }) => ({
              value: name,
              label: `to ${displayName}`,
            }))}
            onChange={({ target }) => setEnvironment(target.value)}
          />
        </div>
      </div>
      <FormProblem error={error} />
      {unmet.map(({ rule, unmet: why }) => (
        <p key={rule} role="alert" className="bg-bad-soft text-bad mb-2 rounded px-3 py-2 leading-relaxed">
          Nobody could meet the rule {rule} today. {why}
        </p>
      ))}
      {data === undefined ? (
        error === null && <Skeleton rows={3} height={64} />
      ) : (
        <ul className="flex flex-col gap-2">
          {data.needs.map((needs) => (
            <Needs key={needs.change ?? needs.title} needs={needs} />
          ))}
          {data.needs.length === 0 && (
            <li className="text-ink-soft">No change is open that it could be tried on.</li>
          )}
        </ul>
      )}
    </section>
  );
}

function Needs({ needs }: { needs: RequirementNeeds }) {
  const org = useOrg();
  const names = needs.rules.map(({ name, source }) => (source === '' ? 'the default' : name)).join(', ');
  return (
    <li className="card p-3">
      <p className="mb-1.5 leading-snug">
        {needs.change === null ? (
          <span className="font-medium">{needs.title}</span>
        ) : (
          <Link
            to="/$org/changes/$change"
            params={{ org, change: needs.change }}
            className="text-link font-medium"
          >
            {needs.title}
          </Link>
        )}
        <span className="text-ink-soft"> would need{names === '' ? '' : `, by ${names}`}</span>
      </p>
      <StageList stages={needs.stages} />
      <p className="text-ink-soft mt-1 pl-6">
        then a {needs.publish}
        {needs.checks.length > 0 && `; and the checks ${needs.checks.join(', ')}`}
      </p>
    </li>
  );
}
