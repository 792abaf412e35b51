import type { SsoTest } from '../../api/types.ts';
import { Status } from '../../design/Status.tsx';

const looks = {
  known: { word: 'Would be let in', shape: 'check', tone: 'good' },
  linked: { word: 'Would be let in, as somebody who is here', shape: 'check', tone: 'good' },
  made: { word: 'Would be let in, as somebody new', shape: 'check', tone: 'good' },
  refused: { word: 'Would be refused', shape: 'cross', tone: 'bad' },
} as const;

/** What came of a test: what would have happened, and every claim that the provider sent. */
export function TestResult({ test }: { test: SsoTest }) {
  const claims = Object.entries(test.claims);
  return (
    <section className="mt-5 border-t pt-4" aria-label="What came of the test">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Status {...looks[test.outcome]} />
        <span className="text-ink-soft">
          {test.displayName ?? test.subject}
          {test.email === null ? '' : `, ${test.email}`}
        </span>
      </div>
      {test.refusal !== null && <p className="mt-2 leading-relaxed">{test.refusal}</p>}
      {test.outcome !== 'refused' && (
        <p className="text-ink-soft mt-2">
          Roles: {test.roles.join(', ') || 'none'}. Teams by their groups: {test.teams.join(', ') || 'none'}.
        </p>
      )}
      <h4 className="mt-4 mb-2 text-sm font-medium">Every claim that came</h4>
      <dl className="bg-sunken grid gap-x-5 gap-y-1.5 rounded-md border p-3 text-xs sm:grid-cols-[minmax(8rem,auto)_1fr]">
        {claims.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft font-mono break-all">{name}</dt>
            <dd className="min-w-0 font-mono break-all max-sm:mb-2">
              {typeof value === 'string' ? value : JSON.stringify(value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
