import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useNames } from '../access/use-names.ts';
import type { LedgerEntry } from '../api/types.ts';
import { Digest } from '../design/Digest.tsx';
import { Facts, Page, Section } from '../design/Page.tsx';
import { Loaded } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { ProofDrawing } from './ProofDrawing.tsx';
import { entryPath, entryQuery } from './queries.ts';
import { SubjectLink } from './SubjectLink.tsx';
import { VerifyPanel } from './VerifyPanel.tsx';

const route = getRouteApi('/$org/ledger/$entry');

export function EntryPage() {
  const { org, entry } = route.useParams();
  const query = useQuery(entryQuery(entry));
  return (
    <Page
      title={
        query.data === undefined
          ? 'Entry'
          : `${query.data.action}${query.data.index === null ? '' : `, entry ${query.data.index}`}`
      }
      above={
        <Link to="/$org/ledger" params={{ org }} className="text-link">
          Ledger
        </Link>
      }
    >
      <Loaded query={query}>{(found) => <EntryDetail entry={found} />}</Loaded>
    </Page>
  );
}

function EntryDetail({ entry }: { entry: LedgerEntry }) {
  const nameOf = useNames();
  const { actor } = entry;
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
      <div className="min-w-0">
        <Section title="What happened">
          <div className="card p-4">
            <Facts
              facts={[
                ['Action', entry.action],
                ['When', <Time key="at" at={entry.at} exact />],
                [
                  'Who',
                  `${nameOf(actor.id)}${actor.onBehalfOf === undefined ? '' : ` on behalf of ${nameOf(actor.onBehalfOf)}`}`,
                ],
                ['On', <SubjectLink key="on" subject={entry.subject} />],
                ['Index', entry.index === null ? 'not integrated yet' : `#${entry.index}`],
                ['Entry', <Digest key="id" value={entry.id} length={20} />],
              ]}
            />
          </div>
        </Section>
        <Section title="What was recorded">
          <pre className="card p-4 font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap">
            {JSON.stringify(entry.data, null, 2)}
          </pre>
        </Section>
      </div>
      <div className="flex min-w-0 flex-col gap-8">
        <VerifyPanel
          proofPath={`${entryPath(entry.id)}/proof`}
          wanted={[{ entry: entry.id, subject: entry.subject.id, what: 'this entry' }]}
        />
        <ProofDrawing entry={entry.id} />
      </div>
    </div>
  );
}
