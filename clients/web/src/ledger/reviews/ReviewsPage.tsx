import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { useNames } from '../../access/use-names.ts';
import { get } from '../../api/client.ts';
import type { Attestation, List } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { saveFile } from '../../intelligence/evidence/save-file.ts';
import { EntryLink } from '../EntryLink.tsx';
import { LedgerNav } from '../LedgerNav.tsx';
import { AttestDialog } from './AttestDialog.tsx';
import { reviewsCsv } from './csv.ts';

/** "Audit reviewed": who looked at the ledger, up to where, and what they found. */
export function ReviewsPage() {
  const [attesting, setAttesting] = useState(false);
  const mayAttest = useHolds('attestation.create');
  const nameOf = useNames();
  const query = useQuery({
    queryKey: ['ledger', 'reviews'],
    queryFn: ({ signal }) => get<List<Attestation>>('/api/v1/attestations', signal),
  });
  const items = query.data?.items ?? [];
  return (
    <Page
      title="Audit reviews"
      below="Who looked at the ledger, up to where, and what they found"
      actions={
        <>
          <Button
            icon={<Download size={16} aria-hidden />}
            disabledBecause={items.length === 0 ? 'There is nothing to export yet.' : null}
            onClick={() => saveFile('audit-reviews.csv', reviewsCsv(items, nameOf), 'text/csv')}
          >
            Export CSV
          </Button>
          <Button
            look="primary"
            disabledBecause={mayAttest ? null : 'Only auditors and administrators attest.'}
            onClick={() => setAttesting(true)}
          >
            Attest a review
          </Button>
        </>
      }
    >
      <LedgerNav />
      <Loaded query={query}>
        {() =>
          items.length === 0 ? (
            <EmptyState title="Nobody has attested a review yet">
              Look at what is new in the ledger, then attest that you did. The entry binds the root of the log
              that you saw, so nobody can say later that it was another.
            </EmptyState>
          ) : (
            <ol className="flex flex-col gap-3">
              {items.map((item) => (
                <li key={item.id} className="card p-4">
                  <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    {item.conclusion === 'nothing' ? (
                      <Status word="nothing found" shape="check" tone="good" />
                    ) : (
                      <Status word="findings" shape="triangle" tone="warn" />
                    )}
                    <span className="font-medium">{`Entries #${item.from} to #${item.treeSize - 1}`}</span>
                    <span className="text-ink-soft">by {nameOf(item.by)}</span>
                    <span className="text-ink-faint text-xs">
                      <Time at={item.at} /> <EntryLink entry={item.entry} />
                    </span>
                  </p>
                  <p className="mt-2 leading-relaxed break-words whitespace-pre-wrap">{item.findings}</p>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      {attesting && (
        <AttestDialog
          from={Math.max(0, ...items.map(({ treeSize }) => treeSize))}
          onClose={() => setAttesting(false)}
        />
      )}
    </Page>
  );
}
