import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { addDays, dayOf, startOf } from '../days.ts';
import { groupMeasure } from '../groups/compare.ts';
import { placeOf } from '../layer/store.ts';
import { figure } from '../measures/figure.ts';
import { defineMeasure, nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';
import { type Cluster, type DebtItem, debtAt, debtKinds, hoursOf } from './book.ts';
import { gatherDebt } from './gather.ts';
import { hoursFormula } from './hours.ts';

const projections = groupMeasure.projections;

export const debtMeasure = defineMeasure({
  id: 'prompt_debt_hours',
  version: 1,
  title: 'Prompt debt',
  formula: `estimated hours of review that paying the debt off takes, in the libraries that you may see: each prompt of a cluster of duplicates but the one to keep, one review times the share of its 3-word sequences that the two have in common; each prompt not reviewed for the setting's days, one review; each prompt that ran unapproved, one review; each prompt whose model the register calls deprecated, banned or gone, one review; each prompt whose owner is gone, a quarter of an hour; ${hoursFormula}`,
  unit: 'hours',
  grade: 'E',
  projections,
  better: 'less',
});

export const debtTrend = defineMeasure({
  id: 'prompt_debt_by_week',
  version: 1,
  title: 'Prompt debt, by week',
  formula:
    'prompt_debt_hours at the end of each of the last 12 spans of 7 days, with the prompts that stood on main then, and the use, owners and risks of today',
  unit: 'hours',
  grade: 'E',
  projections,
  better: 'less',
});

const weeks = 12;
const mostClusters = 200;
const mostItems = 500;

/** Prompt debt over the libraries that one may see. Everybody with a role on the organization. @throws Problem `measure.debt.forbidden` 403 */
export async function readDebt(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'measure.debt', theOrganization);
  const sight = await sightOf(parts, principal);
  const now = parts.clock.now();
  const today = dayOf(now);
  const ends = Array.from({ length: weeks }, (_, at) => addDays(today, -7 * (weeks - 1 - at)));
  const place = await placeOf(parts.reader, principal.organization, projections);
  const facts = await gatherDebt(parts, principal, sight, new Date(startOf(ends[0] ?? today)));
  const book = debtAt(facts, now);
  const log = place.nextIndex === 0 ? null : { first: 0, last: place.nextIndex - 1 };
  const prompts = facts.prompts.filter(({ until, redirect }) => until === null && redirect === null).length;
  const estimate = { value: hoursOf(book), low: null, high: null, n: prompts };
  const trend = ends.map((day, at) => ({
    at: startOf(day),
    hours: hoursOf(at === weeks - 1 ? book : debtAt(facts, new Date(startOf(addDays(day, 1))))),
  }));
  return {
    figure: figure(debtMeasure, estimate, {
      before: trend.at(-5)?.hours ?? null,
      series: trend.map(({ at, hours }) => ({ at, value: hours })),
      ...{ log, behind: null },
    }),
    trend: { measure: nameOf(debtTrend), weeks: trend },
    reviewDays: parts.reviewDays,
    parts: partsOf(book.clusters, book.items),
    clusters: book.clusters.slice(0, mostClusters).map((cluster) => clusterWire(cluster, sight.names)),
    items: book.items.slice(0, mostItems).map((item) => itemWire(item, sight.names)),
    log,
  };
}

/** What the hours are made of. */
function partsOf(clusters: readonly Cluster[], items: readonly DebtItem[]) {
  const of = (kind: DebtItem['kind']) => items.filter((item) => item.kind === kind);
  const hours = (some: readonly { readonly hours: number }[]) =>
    some.reduce((sum, one) => sum + one.hours, 0);
  const copies = clusters.reduce((sum, { members }) => sum + members.length - 1, 0);
  return [
    { kind: 'duplicate' as const, prompts: copies, hours: hours(clusters) },
    ...debtKinds.map((kind) => ({ kind, prompts: of(kind).length, hours: hours(of(kind)) })),
  ];
}

type Names = ReadonlyMap<string, string>;

const promptWire = (
  { library, path, name, title, version, since, executions }: Cluster['members'][number]['prompt'],
  names: Names,
) => ({
  ...{ library: names.get(library) ?? library, path, name, title, version, executions },
  since: since.toISOString(),
});

function clusterWire({ id, how, members, hours }: Cluster, names: Names) {
  return {
    ...{ id, how, hours },
    members: members.map(({ prompt, likeness, hours: saved }) => ({
      ...promptWire(prompt, names),
      likeness: Math.round(likeness * 100) / 100,
      hours: saved,
    })),
  };
}

const itemWire = ({ kind, prompt, hours }: DebtItem, names: Names) => ({
  kind,
  hours,
  ...promptWire(prompt, names),
});
