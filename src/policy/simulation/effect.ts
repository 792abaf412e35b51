import type { Obligation, Verdict } from '../verdict.ts';

/** What a proposed policy would do to a call that was judged already. */
export type EffectKind = 'forbidden' | 'permitted' | 'obliged';
export interface Effect {
  readonly kind: EffectKind;
  /** The rules that make the difference; empty when it is that no rule permits it any more. */
  readonly rules: readonly { readonly id: string; readonly reason: string }[];
}

/** The difference between what was said and what would be said; undefined when there is none. Monitored rules make none. Pure. */
export function effectOf(before: Verdict, after: Verdict): Effect | undefined {
  if (before.decision !== after.decision) {
    const kind = after.decision === 'forbid' ? 'forbidden' : 'permitted';
    const deciding = after.rules.length > 0 ? after.rules : [];
    return { kind, rules: deciding.map(({ id, reason }) => ({ id, reason })) };
  }
  const [had, has] = [before, after].map(
    ({ obligations }) => new Map(obligations.map((one) => [duty(one), one])),
  );
  if (had === undefined || has === undefined) return undefined;
  const added = [...has].filter(([name]) => !had.has(name)).map(([, one]) => one);
  const removed = [...had].filter(([name]) => !has.has(name)).map(([, one]) => one);
  if (added.length === 0 && removed.length === 0) return undefined;
  const rules = new Map([...added, ...removed].map(({ rule, reason }) => [rule, { id: rule, reason }]));
  return { kind: 'obliged', rules: [...rules.values()] };
}

const duty = ({ kind, argument }: Obligation): string => `${kind}:${argument}`;
