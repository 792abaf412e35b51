import type { JsonObject } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import { type Found, fullName } from '../../policy/index.ts';
import { eventOf, type StreamEvent } from '../dialect.ts';
import { dutiesOf } from './duties.ts';
import { classNames, countsOf, inspect, type Placed } from './inspect.ts';
import { mapMembers } from './leaves.ts';
import { inspectOutside, notLookedThrough } from './outside.ts';
import { type Cut, cutsOf, type Removal, removalOf, withoutPlaced } from './replace.ts';
import { createStreamFilter, type StreamFilter } from './stream-filter.ts';
import type { Treated } from './treat.ts';

/** Looks through what comes out of one execution. */
export interface OutputGuard {
  /** A whole reply as it may be recorded and seen. @throws Problem `execution.output_forbidden` */
  reply(reply: JsonObject): Promise<JsonObject>;
  /** For a stream; undefined when no rule can ask for what comes out. */
  readonly filter: StreamFilter | undefined;
  /** The last look at what a filter let through, all of it together. @throws Problem `execution.output_forbidden` */
  finish(reply: JsonObject): Promise<void>;
  /** As whoever asked sees it: with their own data back where the rule allows it. */
  shown(members: JsonObject): JsonObject;
  shownEvent(event: StreamEvent): StreamEvent;
  /** How often each kind was found so far. */
  counts(): Readonly<Record<string, number>>;
}

/**
 * What is found in an answer is a question of its own: policy is asked again as soon as a class comes up that it has not heard of, with what
 * was in the input and what came out so far. A forbid ends the answer before anything of that class was released.
 */
export function guardOutput(treated: Treated): OutputGuard {
  const { plan, detectors, own, placeholders } = treated;
  const heard = new Set(plan.asked.context.dataClasses);
  const counts = new Map<string, number>();
  let removals: readonly Removal[] = treated.duties.removals;

  const consider = (found: readonly (Found & { readonly continues?: boolean })[]): void => {
    const sure = found.filter(({ confidence, continues }) => confidence !== 'possible' && continues !== true);
    for (const one of sure) counts.set(fullName(one), (counts.get(fullName(one)) ?? 0) + 1);
    const fresh = classNames(Object.fromEntries(sure.map((one) => [fullName(one), 1]))).filter(
      (name) => !heard.has(name),
    );
    if (fresh.length === 0) return;
    for (const name of fresh) heard.add(name);
    const { context } = plan.asked;
    const verdict = treated.policy.verdict({
      ...plan.asked,
      context: { ...context, dataClasses: [...heard].sort() },
    });
    if (verdict.decision === 'forbid')
      throw outputForbidden(verdict.rules.map(({ reason }) => reason).join(' '), fresh);
    const duties = dutiesOf(verdict.obligations);
    // A person cannot look at an answer before it is there; what must not go out unseen does not go out.
    if (duties.hold && !treated.duties.hold)
      throw outputForbidden('A person has to look at it first.', fresh);
    removals = duties.removals;
  };

  const judge = async (text: string, found: readonly Found[]): Promise<Cut[]> => {
    consider(found);
    return cutsOf(text, found, removals, placeholders);
  };
  const whole = async (members: JsonObject, more: readonly Placed[] = []): Promise<JsonObject> => {
    const placed = [...inspect(members, detectors, own).placed, ...more];
    consider(placed);
    return withoutPlaced(members, placed, removals, placeholders);
  };
  const outside = async (reply: JsonObject): Promise<readonly Placed[]> => {
    const { placed, refusedBy } = await inspectOutside(reply, treated.outside);
    if (refusedBy !== null) throw notLookedThrough(refusedBy);
    return placed;
  };
  const shown = (members: JsonObject): JsonObject =>
    placeholders.undoes ? mapMembers(members, ({ text }) => placeholders.restored(text)) : members;
  const leaks = (placed: readonly Placed[]) => placed.filter((one) => removalOf(removals, one) !== undefined);
  return {
    reply: async (reply) => whole(reply, await outside(reply)),
    filter: treated.watches
      ? createStreamFilter(
          plan.dialect,
          detectors,
          judge,
          quietly((members) => whole(members), counts),
        )
      : undefined,
    finish: async (reply) => {
      const placed = [...inspect(reply, detectors, own).placed, ...(await outside(reply))];
      if (!treated.watches) {
        for (const [name, count] of Object.entries(countsOf(placed))) counts.set(name, count);
        return;
      }
      const before = new Map(counts);
      consider(placed);
      counts.clear();
      for (const [name, count] of before) counts.set(name, count);
      const [leak] = leaks(placed);
      if (leak !== undefined)
        throw outputForbidden('It stands in pieces of the answer that were let go apart.', [leak.dataClass]);
    },
    shown,
    shownEvent: (event) => (placeholders.undoes ? eventOf(shown(event.json)) : event),
    counts: () => Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** Members of a stream's events repeat what its pieces said: they are judged like them, and not counted again. */
function quietly(
  whole: (members: JsonObject) => Promise<JsonObject>,
  counts: Map<string, number>,
): (members: JsonObject) => Promise<JsonObject> {
  return async (members) => {
    const before = new Map(counts);
    const result = await whole(members);
    for (const [name, count] of counts) if (before.has(name)) counts.set(name, before.get(name) ?? count);
    return result;
  };
}

function outputForbidden(reason: string, classes: readonly string[]): Problem {
  return new Problem({
    code: 'execution.output_forbidden',
    status: 403,
    detail: `The answer holds what policy does not let out here (${classes.join(', ')}). ${reason} It stands in the record of the execution. Ask for something else, or ask whoever owns the rule.`,
    more: { dataClasses: [...classes] },
  });
}
