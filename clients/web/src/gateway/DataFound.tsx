import type { ReactNode } from 'react';
import type { Execution } from '../api/types.ts';
import { Facts, Section } from '../design/Page.tsx';
import { Badge, Status } from '../design/Status.tsx';

/** What was found in a call and done about it: classes and counts, never what was found. */
export function DataFound({ treatment }: { treatment: Execution['treatment'] }) {
  const { input, output, uninspected, done, sampled } = treatment;
  const facts: (readonly [string, ReactNode] | null)[] = [
    ['Sent', <Counts key="input" counts={input} none="no data of a known class" />],
    output === null
      ? null
      : ['Came out', <Counts key="output" counts={output} none="no data of a known class" />],
    uninspected.length === 0
      ? null
      : [
          'Not looked into',
          <span key="uninspected" className="inline-flex flex-wrap items-center gap-1.5">
            <Status word={uninspected.join(', ')} shape="triangle" tone="warn" /> nobody can read it
          </span>,
        ],
    done.length === 0
      ? null
      : [
          'Done about it',
          <span key="done" className="flex flex-wrap gap-1.5">
            {done.map((one) => (
              <Badge key={one}>{one}</Badge>
            ))}
          </span>,
        ],
    sampled ? ['Sampled', 'for a person to look at'] : null,
  ];
  return (
    <Section title="Data in it">
      <div className="card p-4">
        <Facts facts={facts.filter((fact) => fact !== null)} />
      </div>
    </Section>
  );
}

/** Classes with how often each was found. */
export function Counts({ counts, none }: { counts: Readonly<Record<string, number>>; none: string }) {
  const found = Object.entries(counts);
  if (found.length === 0) return <span className="text-ink-soft">{none}</span>;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {found.map(([name, count]) => (
        <li key={name}>
          <Badge>{count === 1 ? name : `${name} × ${count}`}</Badge>
        </li>
      ))}
    </ul>
  );
}
