import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import type { LegalHold } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { PlaceHoldDialog } from './PlaceHoldDialog.tsx';
import { holdsQuery } from './queries.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

const kinds = { execution: 'execution', library: 'library', principal: '', organization: '' } as const;

/** What must stay, whatever else is decided. */
export function LegalHolds() {
  const [placing, setPlacing] = useState(false);
  const [lifting, setLifting] = useState<LegalHold | null>(null);
  const query = useQuery(holdsQuery);
  const may = useHolds('legal_hold.place');
  const because = may ? null : 'Only administrators place and lift holds.';
  return (
    <Section
      title="Legal holds"
      aside={
        <Button small disabledBecause={because} onClick={() => setPlacing(true)}>
          Place a hold
        </Button>
      }
    >
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing is on hold">
              A hold keeps content that a court or an investigation may ask for: neither retention nor an
              erasure touches it.
            </EmptyState>
          ) : (
            <ul className="card divide-y">
              {items.map((hold) => (
                <li key={hold.id} className="flex flex-wrap items-center justify-between gap-3 p-4">
                  <div className="min-w-0">
                    <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                      {hold.lifted === null ? (
                        <Status word="in force" shape="diamond" tone="accent" />
                      ) : (
                        <Status word="lifted" shape="dash" tone="plain" />
                      )}
                      <span className="font-medium wrap-anywhere">
                        {kinds[hold.target.kind]} {hold.target.name}
                      </span>
                    </p>
                    <p className="text-ink-soft mt-1 leading-relaxed">{hold.reason}</p>
                    <p className="text-ink-faint mt-0.5 flex flex-wrap gap-x-1.5 text-xs">
                      <PersonName person={hold.by} /> <Time at={hold.at} />
                      {hold.lifted !== null && (
                        <>
                          · lifted by <PersonName person={hold.lifted.by} />: {hold.lifted.reason}
                        </>
                      )}
                    </p>
                  </div>
                  {hold.lifted === null && (
                    <Button small disabledBecause={because} onClick={() => setLifting(hold)}>
                      Lift…
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {placing && <PlaceHoldDialog onClose={() => setPlacing(false)} />}
      {lifting !== null && (
        <ReasonDialog
          title="Lift this hold?"
          description="What it kept may be erased again: by retention when it is due, and by erasures that are asked for from now on."
          act="Lift it"
          path={`/api/v1/legal-holds/${lifting.id}/lift`}
          onClose={() => setLifting(null)}
        />
      )}
    </Section>
  );
}
