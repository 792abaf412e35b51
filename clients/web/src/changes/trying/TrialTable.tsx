import type { ReactNode } from 'react';
import { count, money } from '../../design/money.ts';
import { duration } from '../../design/time.ts';
import type { Executed } from '../../gateway/run.ts';
import { shareText } from './sides.ts';

type Numbers = {
  name: string;
  of: (executed: Executed) => number | null;
  shown: (value: number) => string;
};

const rows: readonly Numbers[] = [
  { name: 'Tokens in', of: ({ usage }) => usage?.inputTokens ?? null, shown: count },
  { name: 'Tokens out', of: ({ usage }) => usage?.outputTokens ?? null, shown: count },
  { name: 'Cost', of: ({ costMicroUsd }) => costMicroUsd, shown: money },
  { name: 'Took', of: ({ durationMs }) => durationMs, shown: duration },
];

/** What the two runs took, read across; the last column says how much more or less. */
export function TrialTable({ base, head }: { base: Executed | undefined; head: Executed | undefined }) {
  const sides = [base, head].filter((side) => side !== undefined);
  if (sides.length === 0) return null;
  return (
    <div className="mt-3 overflow-x-auto">
      <table className="w-full max-w-xl text-left tabular-nums">
        <thead className="text-ink-soft text-xs">
          <tr>
            <Head>
              <span className="sr-only">What</span>
            </Head>
            {base !== undefined && <Head>Published</Head>}
            {head !== undefined && <Head>Proposed</Head>}
            {sides.length === 2 && <Head>Change</Head>}
          </tr>
        </thead>
        <tbody>
          <tr className="border-t">
            <RowName>Model</RowName>
            {sides.map((side) => (
              <td key={side.id} className="py-1 pr-4 wrap-anywhere">
                {side.modelAnswered ?? side.model}
              </td>
            ))}
            {sides.length === 2 && <td />}
          </tr>
          {rows.map(({ name, of, shown }) => (
            <tr key={name} className="border-t">
              <RowName>{name}</RowName>
              {sides.map((side) => {
                const value = of(side);
                return (
                  <td key={side.id} className="py-1 pr-4">
                    {value === null ? 'unknown' : shown(value)}
                  </td>
                );
              })}
              {base !== undefined && head !== undefined && (
                <td className="text-ink-soft py-1">{shareText(of(base), of(head))}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Head = ({ children }: { children: ReactNode }) => (
  <th scope="col" className="py-1 pr-4 font-medium">
    {children}
  </th>
);

const RowName = ({ children }: { children: ReactNode }) => (
  <th scope="row" className="text-ink-soft py-1 pr-4 font-normal whitespace-nowrap">
    {children}
  </th>
);
