import { queryOptions, useQuery } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { Policy, PolicyRule } from '../api/types.ts';
import { Digest } from '../design/Digest.tsx';
import { Page } from '../design/Page.tsx';
import { Badge, Status } from '../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';

const policyQuery = queryOptions({
  queryKey: ['policy'],
  queryFn: ({ signal }) => get<Policy>('/api/v1/policy', signal),
});

export function PolicyPage() {
  const policy = useQuery(policyQuery);
  return (
    <Page
      title="Policy"
      below={
        <>
          <span>What may run, where, and why not</span>
          {policy.data !== undefined && (
            <span className="inline-flex items-center">
              version <Digest value={policy.data.version} />
            </span>
          )}
        </>
      }
    >
      <Loaded query={policy} skeleton={<Skeleton rows={4} height={120} />}>
        {({ rules }) =>
          rules.length === 0 ? (
            <EmptyState title="No rules are in force">
              Without a rule that permits it, nothing runs.
            </EmptyState>
          ) : (
            <ul className="flex flex-col gap-3">
              {rules.map((rule) => (
                <Rule key={rule.id} rule={rule} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

const Rule = ({ rule }: { rule: PolicyRule }) => (
  <li className="card p-4">
    <div className="flex flex-wrap items-center gap-2">
      <h2 className="font-semibold">{rule.reason === '' ? rule.id : rule.reason}</h2>
      {rule.effect === 'permit' ? (
        <Status word="permits" shape="check" tone="good" />
      ) : (
        <Status word="forbids" shape="cross" tone="bad" />
      )}
      {rule.mode === 'enforce' ? (
        <Badge>enforced</Badge>
      ) : (
        <Status word="watches only" shape="half" tone="warn" />
      )}
    </div>
    <details className="mt-2">
      <summary className="text-ink-soft hover:text-ink w-fit cursor-pointer text-xs">
        The rule in Cedar, <code className="text-ink-faint font-mono wrap-anywhere">{rule.id}</code>
      </summary>
      <pre className="bg-sunken mt-2 rounded-md p-3 font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">
        {rule.text}
      </pre>
    </details>
  </li>
);
