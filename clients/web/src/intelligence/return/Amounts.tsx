import type { ReactNode } from 'react';
import type { ReturnItem } from '../../api/types.ts';
import { assumptionText } from '../../libraries/kinds/ValueModelOutline.tsx';
import { dollars } from './dollars.ts';

/** Four numbers, each with its range. */
export function Amounts({ item }: { item: ReturnItem }) {
  const { net, runs, weeks, perAccepted, accepted, modelsUsd, declaredUsd } = item;
  const share = assumptionText(accepted.range.mid, '%');
  return (
    <dl className="mb-3 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Amount label={`Net value of ${weeks.length} weeks`} value={dollars(net.mid)}>
        {dollars(net.low)} to {dollars(net.high)}
      </Amount>
      <Amount
        label="Cost of one accepted answer"
        value={perAccepted === null ? '–' : dollars(perAccepted.mid)}
      >
        {perAccepted === null
          ? 'no runs yet'
          : `${dollars(perAccepted.low)} to ${perAccepted.high === null ? 'any' : dollars(perAccepted.high)}`}
      </Amount>
      <Amount label="Cost" value={dollars(modelsUsd + declaredUsd)}>
        {dollars(modelsUsd)} models, {dollars(declaredUsd)} declared
      </Amount>
      <Amount label="Runs, and accepted" value={`${new Intl.NumberFormat('en-US').format(runs)}, ${share}`}>
        {accepted.from === 'thumbs'
          ? `${assumptionText(accepted.range.low, '%')} to ${assumptionText(accepted.range.high, '%')} (95 %, ${accepted.n} thumbs)`
          : `assumed until 20 thumbs; there are ${accepted.n}`}
      </Amount>
    </dl>
  );
}

function Amount({ label, value, children }: { label: string; value: string; children: ReactNode }) {
  return (
    <div className="card p-4">
      <dt className="text-ink-soft text-xs font-medium">{label}</dt>
      <dd className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
      <dd className="text-ink-faint mt-1 text-xs tabular-nums">{children}</dd>
    </div>
  );
}
