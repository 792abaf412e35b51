import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { LedgerNav } from '../LedgerNav.tsx';
import { headQuery, witnessesQuery } from '../queries.ts';
import { AddWitnessDialog } from './AddWitnessDialog.tsx';
import { QuorumDialog } from './QuorumDialog.tsx';
import { standingOf } from './standing.ts';
import { WitnessCard } from './WitnessCard.tsx';
import { WitnessedLogs } from './WitnessedLogs.tsx';

const adminsOnly = 'Only administrators change this.';

/** Who else vouches for the log, and for whose logs this organization does. */
export function WitnessesPage() {
  const [open, setOpen] = useState<'add' | 'quorum' | null>(null);
  const query = useQuery(witnessesQuery);
  const head = useQuery(headQuery).data;
  const mayAdd = useHolds('witness.add');
  const mayRequire = useHolds('witness.require');
  const maySee = useHolds('witnessed_log.list');
  const witnessing = query.data;
  return (
    <Page
      title="Witnesses"
      below="Others who cosign the head of the log. Whoever rewrites it would have to deceive them too."
      actions={
        <>
          <Button
            disabledBecause={
              mayRequire ? ((witnessing?.of ?? 0) === 0 ? 'Add a witness first.' : null) : adminsOnly
            }
            onClick={() => setOpen('quorum')}
          >
            How many must cosign
          </Button>
          <Button look="primary" disabledBecause={mayAdd ? null : adminsOnly} onClick={() => setOpen('add')}>
            Add a witness
          </Button>
        </>
      }
    >
      <LedgerNav />
      <Section title="Who witnesses your log">
        <Loaded query={query}>
          {(found) => {
            const standing = standingOf(found, Date.now());
            if (found.items.length === 0)
              return (
                <EmptyState title="Nobody vouches for this log yet">
                  A witness keeps the largest head that it cosigned, and refuses one that does not continue
                  it. Ask another organization that runs Countersign, or a public witness of the C2SP network.
                </EmptyState>
              );
            return (
              <>
                <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 leading-relaxed" role="status">
                  <Status word={standing.word} shape={standing.shape} tone={standing.tone} />
                  <span>{standing.detail}</span>
                  {found.head !== null && (
                    <span className="text-ink-soft">
                      {`${found.head.treeSize} entries stand under enough of them, since `}
                      <Time at={found.head.at} />
                    </span>
                  )}
                  {standing.tone !== 'good' && found.unwitnessedSince !== null && (
                    <span className="text-ink-soft">
                      {'The first head without enough of them was signed '}
                      <Time at={found.unwitnessedSince} />
                    </span>
                  )}
                </p>
                <ul className="flex flex-col gap-3">
                  {found.items.map((witness) => (
                    <WitnessCard key={witness.id} witness={witness} treeSize={head?.treeSize ?? 0} />
                  ))}
                </ul>
              </>
            );
          }}
        </Loaded>
      </Section>
      {maySee && <WitnessedLogs />}
      {open === 'add' && <AddWitnessDialog logKey={head?.key ?? ''} onClose={() => setOpen(null)} />}
      {open === 'quorum' && witnessing !== undefined && (
        <QuorumDialog witnessing={witnessing} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}
