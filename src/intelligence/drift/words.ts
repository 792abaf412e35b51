import type { Estimate } from '../formulas/interval.ts';
import type { Drift, DriftMetric } from './find.ts';

const names: Readonly<Record<DriftMetric, string>> = {
  acceptance: 'acceptance',
  refusals: 'refusals',
  failures: 'failures',
  length: 'length of answers',
  latency: 'time to answer',
  cost: 'cost per run',
};

/** One sentence that says what is not as it was, and with what that came. Pure. */
export function driftWords({
  metric,
  before,
  after,
  changed,
  stability,
}: Omit<Drift, 'on' | 'since'>): string {
  const [one, other] = [before.value ?? 0, after.value ?? 0];
  const way = other > one ? 'rose' : 'fell';
  const spread = stability === null ? '' : `, spread otherwise (PSI ${stability.toFixed(2)})`;
  const name = names[metric];
  const withWhat =
    changed.kind === 'nothing'
      ? 'while version, model and provider stayed'
      : `when ${changed.kind === 'version' ? '' : `the ${changed.kind} changed from `}${changed.from} ${changed.kind === 'version' ? 'gave way to' : 'to'} ${changed.to}`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${way} from ${amount(metric, before)} to ${amount(metric, after)}${spread}, ${withWhat}`;
}

function amount(metric: DriftMetric, { value }: Estimate): string {
  const known = value ?? 0;
  if (metric === 'length') return `${Math.round(known)} tokens`;
  if (metric === 'latency')
    return known < 1_000 ? `${Math.round(known)} ms` : `${(known / 1_000).toFixed(1)} s`;
  if (metric === 'cost') return `$${known.toPrecision(2)}`;
  return `${(100 * known).toFixed(1)} %`;
}
