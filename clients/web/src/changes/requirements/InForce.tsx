import { useQuery } from '@tanstack/react-query';
import type { RequirementInForce } from '../../api/types.ts';
import { Badge, Status } from '../../design/Status.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { inForceQuery } from './queries.ts';
import { Source } from './Source.tsx';
import { StageList } from './StageList.tsx';

type Rule = RequirementInForce['rules'][number];

/** The rules in force for one library and environment, in words, each with where it comes from. */
export function InForce({ library, environment }: { library: string; environment: string }) {
  const query = useQuery(inForceQuery(library, environment));
  return (
    <Loaded query={query} skeleton={<Skeleton rows={2} height={110} />}>
      {({ rules }) => (
        <ul className="grid gap-3 lg:grid-cols-2">
          {rules.map((rule) => (
            <li key={rule.id} className="card flex flex-col gap-2 p-4">
              <RuleHead rule={rule} />
              {rule.stages.length > 0 && <StageList stages={rule.stages} />}
              {rule.publish.length > 0 && (
                <p className="text-ink-soft">Published by {rule.publish.join(' or ')}</p>
              )}
              {rule.checks.length > 0 && (
                <p className="text-ink-soft">Checks that must have passed: {rule.checks.join(', ')}</p>
              )}
              {rule.unmet !== null && (
                <p role="note" className="bg-bad-soft text-bad rounded px-2.5 py-1.5 leading-relaxed">
                  Nobody could meet it today. {rule.unmet}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function RuleHead({ rule }: { rule: Rule }) {
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="font-semibold">{rule.source === '' ? 'The default' : rule.name}</h3>
        {rule.unmet !== null && <Status word="cannot be met" shape="cross" tone="bad" />}
        {rule.source !== '' && <Source source={rule.source} />}
      </div>
      {rule.description !== '' && <p className="text-ink-soft leading-snug">{rule.description}</p>}
      <p className="mt-1 flex flex-wrap gap-1.5">
        {rule.applies.length === 0 ? (
          <Badge>every change</Badge>
        ) : (
          rule.applies.map((words) => <Badge key={words}>{words}</Badge>)
        )}
      </p>
    </div>
  );
}
