import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useOrg } from '../access/session.ts';
import type { Policy } from '../api/types.ts';
import { buttonClass } from '../design/Button.tsx';
import { Digest } from '../design/Digest.tsx';
import { Page, Section } from '../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { PackList } from './PackList.tsx';
import { PolicyNav } from './PolicyNav.tsx';
import { policyQuery, policyUseQuery } from './queries.ts';
import { RuleCard } from './RuleCard.tsx';

/** What may run: the rules in force with their reasons, and how often each took part. */
export function PolicyPage() {
  const org = useOrg();
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
      actions={
        <Link to="/$org/policy/new" params={{ org }} className={buttonClass('primary')}>
          <Plus size={16} aria-hidden />
          New rule
        </Link>
      }
    >
      <PolicyNav />
      <Loaded query={policy} skeleton={<Skeleton rows={4} height={120} />}>
        {(found) => <Rules policy={found} />}
      </Loaded>
      <Section title="Starter packs">
        <PackList />
      </Section>
    </Page>
  );
}

function Rules({ policy }: { policy: Policy }) {
  const use = useQuery(policyUseQuery).data;
  const times = new Map(use?.items.map(({ rule, times: n }) => [rule, n]));
  const card = (rule: Policy['rules'][number]) => (
    <RuleCard key={rule.id} rule={rule} times={use === undefined ? null : (times.get(rule.id) ?? 0)} />
  );
  const own = policy.rules.filter(({ builtIn }) => !builtIn);
  return (
    <>
      {policy.unreadable.map(({ path, why }) => (
        <p
          key={path}
          role="alert"
          className="border-bad bg-bad-soft text-bad mb-4 rounded-md border px-3 py-2"
        >
          {path} cannot be read, so everything is forbidden: {why}
        </p>
      ))}
      <Section title="Your organization’s rules">
        {own.length === 0 ? (
          <EmptyState title="No rules of your own are in force">
            The built-in rules below decide. Start with a pack, or write a rule; it is proposed, approved and
            published in the library policy, and in force a second later.
          </EmptyState>
        ) : (
          <ul className="flex flex-col gap-3">{own.map(card)}</ul>
        )}
      </Section>
      <Section title="Built in">
        <ul className="flex flex-col gap-3">{policy.rules.filter(({ builtIn }) => builtIn).map(card)}</ul>
      </Section>
    </>
  );
}
