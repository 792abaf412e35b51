import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import type { PolicyRule } from '../api/types.ts';
import { policyLibrary } from '../changes/requirements/policy-library.ts';
import { count } from '../design/money.ts';
import { Badge, Status } from '../design/Status.tsx';
import { Time } from '../design/Time.tsx';

/** One rule: what it says to people, what it does, how often it took part, and its Cedar. @param times null while it is counted */
export function RuleCard({ rule, times }: { rule: PolicyRule; times: number | null }) {
  return (
    <li className="card p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{rule.reason === '' ? rule.id : rule.reason}</h3>
        <EffectStatus rule={rule} />
        {rule.obligations.map(({ kind, argument }) => (
          <Badge key={`${kind}:${argument}`}>{argument === '' ? kind : `${kind}: ${argument}`}</Badge>
        ))}
        {rule.mode === 'enforce' ? (
          <Badge>enforced</Badge>
        ) : (
          <Status word="watches only" shape="half" tone="warn" />
        )}
      </div>
      <p className="text-ink-soft mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <span className="tabular-nums">{timesText(times)}</span>
        {rule.expires !== null && (
          <span>
            until <Time at={new Date(rule.expires).toISOString()} />
          </span>
        )}
        <RuleFile rule={rule} />
      </p>
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
}

function EffectStatus({ rule: { effect, obligations } }: { rule: PolicyRule }) {
  if (effect === 'permit') return <Status word="permits" shape="check" tone="good" />;
  if (obligations.length > 0) return <Status word="permits only with" shape="half" tone="accent" />;
  return <Status word="forbids" shape="cross" tone="bad" />;
}

function timesText(times: number | null): string {
  if (times === null) return 'counting …';
  if (times === 0) return 'took part in no call of the last 28 days';
  return `took part in ${count(times)} ${times === 1 ? 'call' : 'calls'} of the last 28 days`;
}

function RuleFile({ rule: { builtIn, replaceable, file } }: { rule: PolicyRule }) {
  const org = useOrg();
  if (builtIn)
    return <span>{replaceable ? 'a rule of yours with its id takes its place' : 'always in force'}</span>;
  return (
    <Link
      to="/$org/libraries/$library/assets/$"
      params={{ org, library: policyLibrary, _splat: file }}
      className="text-link"
    >
      {file}
    </Link>
  );
}
