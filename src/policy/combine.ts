import type { Applied } from './prepared.ts';
import type { Rule } from './rule.ts';
import type { DecidingRule, Obligation, Verdict } from './verdict.ts';

type Combined = Pick<Verdict, 'decision' | 'rules' | 'obligations' | 'monitored' | 'errors'>;

/**
 * What rules that apply and rules that fail come to. Pure; the whole of what effects and modes mean:
 * - an enforced forbid that applies forbids, unless it has obligations, which it then asks for instead;
 * - an enforced rule that fails forbids, whatever its effect; a monitored one changes nothing;
 * - what no enforced permit permits is forbidden.
 */
export function combine(rules: readonly Rule[], { applies, failed }: Applied): Combined {
  const [applying, failing] = [new Set(applies), new Set(failed)];
  const sorted = rules.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const enforced = sorted.filter(({ mode }) => mode === 'enforce');
  const broken = enforced.filter(({ id }) => failing.has(id));
  const forbids = enforced.filter(
    ({ id, effect, obligations }) => applying.has(id) && effect === 'forbid' && obligations.length === 0,
  );
  const permits = enforced.filter(({ id, effect }) => applying.has(id) && effect === 'permit');
  const refused = failing.has('request') || broken.length > 0 || forbids.length > 0;
  const permitted = !refused && permits.length > 0;
  const deciding = permitted
    ? permits
    : sorted.filter((rule) => broken.includes(rule) || forbids.includes(rule));
  return {
    decision: permitted ? 'permit' : 'forbid',
    rules: deciding.map(decidingRule),
    obligations: permitted ? enforced.filter(({ id }) => applying.has(id)).flatMap(obligationsOf) : [],
    monitored: sorted.filter(({ id, mode }) => mode === 'monitor' && applying.has(id)).map(decidingRule),
    errors: [...failing].sort(),
  };
}

function obligationsOf({ id, reason, obligations }: Rule): Obligation[] {
  return obligations.map(({ kind, argument }) => ({ rule: id, reason, kind, argument }));
}

function decidingRule({ id, effect, mode, reason }: Rule): DecidingRule {
  return { id, effect, mode, reason };
}
