import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import type { OutsideDetector } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Section } from '../../design/Page.tsx';
import { Badge } from '../../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { CreateDetector } from './CreateDetector.tsx';
import { detectorsQuery } from './detectors.ts';
import { EndDetector } from './EndDetector.tsx';
import { TryDetector } from './TryDetector.tsx';

/** Detectors of others, over HTTP: who is sent every call's texts, and what happens when one does not answer. */
export function Detectors() {
  const mayRead = useHolds('detector.list');
  return mayRead ? <List /> : null;
}

function List() {
  const detectors = useQuery(detectorsQuery);
  const notBecause = useHolds('detector.create') ? null : 'Administrators set detectors up. Ask one of them.';
  const [creating, setCreating] = useState(false);
  return (
    <Section
      title="Outside detectors"
      aside={
        <Button
          small
          icon={<Plus size={14} aria-hidden />}
          disabledBecause={notBecause}
          onClick={() => setCreating(true)}
        >
          Set one up
        </Button>
      }
    >
      <Loaded query={detectors} skeleton={<Skeleton rows={1} height={90} />}>
        {({ items, hosts }) => (
          <>
            {items.length === 0 ? (
              <EmptyState title="None">
                A program of yours may look through calls too: it is sent their texts, and what it finds
                counts like what is found here.
              </EmptyState>
            ) : (
              <ul className="grid gap-3 sm:grid-cols-2">
                {items.map((one) => (
                  <Card key={one.id} detector={one} notBecause={notBecause} />
                ))}
              </ul>
            )}
            {creating && <CreateDetector hosts={hosts} onClose={() => setCreating(false)} />}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Card({ detector, notBecause }: { detector: OutsideDetector; notBecause: string | null }) {
  const { name, url, timeoutMs, onFailure, createdAt } = detector;
  const [open, setOpen] = useState<'try' | 'end' | null>(null);
  return (
    <li className="card flex flex-col gap-2 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="font-medium break-words">{name}</h3>
        <Badge>{onFailure === 'refuse' ? 'refuses without it' : 'goes on without it'}</Badge>
      </div>
      <p className="text-ink-soft font-mono text-xs break-all">{url}</p>
      <p className="text-ink-soft text-xs">
        Answers within {timeoutMs} ms; set up <Time at={createdAt} />
      </p>
      <div className="mt-1 flex gap-2">
        <Button small aria-label={`Try ${name}`} disabledBecause={notBecause} onClick={() => setOpen('try')}>
          Try
        </Button>
        <Button small aria-label={`End ${name}`} disabledBecause={notBecause} onClick={() => setOpen('end')}>
          End
        </Button>
      </div>
      {open === 'try' && <TryDetector detector={detector} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndDetector detector={detector} onClose={() => setOpen(null)} />}
    </li>
  );
}
