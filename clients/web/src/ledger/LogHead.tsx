import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrg } from '../access/session.ts';
import type { LedgerHead } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Confirm } from '../design/Confirm.tsx';
import { Digest } from '../design/Digest.tsx';
import { count } from '../design/money.ts';
import { Facts, Section } from '../design/Page.tsx';
import { Status } from '../design/Status.tsx';
import { Loaded, Skeleton } from '../design/states.tsx';
import { duration } from '../design/time.ts';
import { forgetPin, readPin } from './pins.ts';
import { WitnessedHead } from './witnesses/WitnessedHead.tsx';

/** The signed head of the log, and whether its key is the one this browser knows. */
export function LogHead({ query }: { query: UseQueryResult<LedgerHead> }) {
  return (
    <Section title="Head of the log">
      <Loaded query={query} skeleton={<Skeleton rows={1} height={196} />}>
        {(head) => (
          <div className="card p-4">
            <Facts
              facts={[
                [
                  'Entries',
                  <span key="size" className="font-medium tabular-nums">
                    {count(head.treeSize)}
                  </span>,
                ],
                [
                  'Pending',
                  head.pendingAgeMs === null || head.pendingAgeMs === 0
                    ? 'nothing: everything is signed'
                    : `the oldest for ${duration(head.pendingAgeMs)}`,
                ],
                [
                  'Log',
                  <code key="origin" className="font-mono text-xs wrap-anywhere">
                    {head.origin}
                  </code>,
                ],
                ['Root', <Digest key="root" value={head.rootHash} length={24} />],
                ['Key', <Digest key="key" value={head.key} length={40} />],
                ['Witnesses', <WitnessedHead key="witnesses" treeSize={head.treeSize} />],
                ['This browser', <PinState key="pin" presented={head.key} />],
              ]}
            />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function PinState({ presented }: { presented: string }) {
  const org = useOrg();
  const [pinned, setPinned] = useState(() => readPin(org));
  const [asking, setAsking] = useState(false);
  if (pinned === null) return <span>knows no key yet: it remembers the one it verifies first</span>;
  if (pinned === presented) return <Status word="knows this key" shape="check" tone="good" />;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Status word="knows another key" shape="triangle" tone="bad" />
      <Button small onClick={() => setAsking(true)}>
        Forget the old key
      </Button>
      {asking && (
        <Confirm
          title="Forget the key this browser knows?"
          act="Forget it"
          busy={false}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            forgetPin(org);
            setPinned(null);
            setAsking(false);
          }}
        >
          <p>
            The log is signed by another key than before. A log changes its key only when its administrators
            say so. Ask them, and compare the new key with what they tell you, before you forget the old one:
            it cannot be brought back here.
          </p>
        </Confirm>
      )}
    </span>
  );
}
