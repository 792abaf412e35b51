import { useQuery } from '@tanstack/react-query';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { CaseList } from './CaseList.tsx';
import { looks, versionWords } from './look.ts';
import { runQuery } from './queries.ts';

/** One run: how far it is, how it came out, and every case. */
export function RunResult({ run }: { run: string }) {
  return (
    <Loaded query={useQuery(runQuery(run))} skeleton={<Skeleton rows={3} height={56} />}>
      {(found) => (
        <section aria-label="How the cases came out" className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Status {...looks[found.state]} />
            <p className="font-medium" aria-live="polite">
              {found.state === 'running' ? `${found.done} of ${found.total} done` : found.detail}
            </p>
          </div>
          <p className="text-ink-soft flex flex-wrap items-center gap-x-2 text-sm">
            <span>
              Ran {versionWords(found.version)}
              {found.baseline === null ? '' : `, beside ${versionWords(found.baseline)}`},
            </span>
            <span className="inline-flex items-center gap-1">
              by <PersonName person={found.startedBy} />
            </span>
            <Time at={found.startedAt} />
          </p>
          {found.state === 'running' && (
            <progress
              aria-label="Cases done"
              className="accent-accent h-2 w-full"
              value={found.done}
              max={found.total}
            />
          )}
          <CaseList cases={found.cases} library={found.library} />
        </section>
      )}
    </Loaded>
  );
}
