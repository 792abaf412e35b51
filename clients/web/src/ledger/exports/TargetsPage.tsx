import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { LedgerNav } from '../LedgerNav.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { TargetCard } from './TargetCard.tsx';
import { TargetDialog } from './TargetDialog.tsx';
import { targetsQuery } from './targets.ts';

/** Where the log is pushed to as it grows. */
export function TargetsPage() {
  const mayRead = useHolds('export_target.list');
  const mayMake = useHolds('export_target.create');
  const [making, setMaking] = useState(false);
  const targets = useQuery({ ...targetsQuery, enabled: mayRead });
  const why = !mayMake
    ? 'Only an admin may make export targets.'
    : targets.data !== undefined && targets.data.hosts.length === 0
      ? 'This server pushes the log nowhere yet: whoever runs it lists hosts in COUNTERSIGN_EXPORT_HOSTS.'
      : null;
  return (
    <Page
      title="Export targets"
      below="The log, pushed to your SIEM or collector as it grows: entries only, never what was said to a model"
      actions={
        mayRead && (
          <>
            <ExportMenu />
            <Button look="primary" disabledBecause={why} onClick={() => setMaking(true)}>
              New target
            </Button>
          </>
        )
      }
    >
      <LedgerNav />
      {mayRead ? (
        <Loaded query={targets} skeleton={<Skeleton rows={2} height={150} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="The log is pushed nowhere">
                {why ??
                  'Make a target, and a SIEM or a collector of yours gets every entry, in order, within a second of its signature.'}
              </EmptyState>
            ) : (
              <ul aria-label="Export targets" className="flex flex-col gap-4">
                {items.map((target) => (
                  <TargetCard key={target.id} target={target} />
                ))}
              </ul>
            )
          }
        </Loaded>
      ) : (
        <EmptyState title="This is for auditors and administrators">
          They see where the log goes and how far its receivers have come.
        </EmptyState>
      )}
      {making && <TargetDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}
