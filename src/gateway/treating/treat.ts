import { randomInt } from 'node:crypto';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import type { AskOutside, Detector, Policy, Verdict } from '../../policy/index.ts';
import { refuseModelOutsideScope } from '../caller.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { beginningOn, onTarget, stillPermitted } from '../routing/permitted.ts';
import { capped, type Duties, dutiesOf } from './duties.ts';
import { classNames, countsOf, type Inspection, inspect } from './inspect.ts';
import type { Uninspectable } from './leaves.ts';
import { inspectOutside, type LookedOutside, notLookedThrough } from './outside.ts';
import { createPlaceholders, type Placeholders, withoutPlaced } from './replace.ts';
import type { Treatment } from './treatment.ts';

/** A plan that was looked through and judged, and changed as the verdict asks. */
export interface Treated {
  /** What runs: looked through, with what is to be removed removed. */
  readonly plan: Plan;
  /** What judged it, and judges what comes out. */
  readonly policy: Policy;
  readonly verdict: Verdict;
  readonly duties: Duties;
  readonly treatment: Treatment;
  /** Why it cannot run though policy permits it: an obligation that cannot be carried out. */
  readonly refusal: Problem | null;
  /** A person has to look at it first. */
  readonly held: boolean;
  readonly detectors: readonly Detector[];
  /** Whether there are classes of the organization's own among them: then short texts are looked at, too. */
  readonly own: boolean;
  /** Asks the organization's outside detectors; null while it has none. */
  readonly outside: AskOutside | null;
  readonly placeholders: Placeholders;
  /** Whether a rule in force may ask for what comes out: then a stream is held back. */
  readonly watches: boolean;
}

/** How often a rule may force another model before it is clear that rules go in a circle. */
const mostTurns = 3;

/**
 * Looks through everything that a plan sends, asks policy with what was found, and carries out what the verdict asks for before the call. Writes nothing.
 * What becomes of the answer is `OutputGuard`'s.
 */
export async function treat(parts: GatewayParts, plan: Plan): Promise<Treated> {
  const { detectors, own } = await parts.policies.classes(plan.principal.organization);
  const outside = await parts.policies.outside(plan.principal.organization);
  const sent = await lookThrough(plan.body, detectors, own.length > 0, outside);
  const given = await lookThrough(plan.variables, detectors, own.length > 0, outside);
  const input = mostOf(countsOf(sent.placed), countsOf(given.placed));
  const uninspected =
    sent.absent || given.absent ? [...sent.uninspected, outsideMark].sort() : sent.uninspected;
  const refusedBy = sent.refusedBy ?? given.refusedBy;
  const found = { dataClasses: classNames(input), uninspected };
  const policy = await parts.policies.of(plan.principal.organization);
  const judged = await judge(parts, policy, await beginningOn(parts, policy, withContext(plan, found)));
  const { verdict, duties } = judged;
  const onward = await stillPermitted(parts, policy, judged.plan, verdict);
  const placeholders = createPlaceholders();
  const { removals } = duties;
  const body = {
    ...withoutPlaced(judged.plan.body, sent.placed, removals, placeholders),
    model: judged.plan.body.model,
  };
  const variables = withoutPlaced(plan.variables, given.placed, removals, placeholders);
  const { dialect } = plan;
  const permitted = verdict.decision === 'permit';
  return {
    plan: { ...judged.plan, onward, body: capped(dialect, body, duties.maxTokens), variables },
    policy,
    verdict,
    duties,
    treatment: {
      input,
      output: null,
      uninspected,
      done: permitted ? verdict.obligations.map(({ kind, argument }) => `${kind}:${argument}`) : [],
      sampled: permitted && randomInt(100) < duties.samplePercent,
    },
    refusal: permitted
      ? (judged.refusal ??
        (refusedBy === null ? uninspectable(duties, sent.uninspected) : notLookedThrough(refusedBy)))
      : null,
    outside,
    held: permitted && duties.hold && plan.hold === null,
    detectors,
    own: own.length > 0,
    placeholders,
    watches: removals.length > 0 || watchesClasses(policy),
  };
}

/** Named among what nobody looked into when an outside detector did not answer and the call went on. */
const outsideMark: Uninspectable = 'outside_detector';

async function lookThrough(
  value: JsonObject,
  detectors: readonly Detector[],
  own: boolean,
  ask: AskOutside | null,
): Promise<Inspection & Omit<LookedOutside, 'placed'>> {
  const here = inspect(value, detectors, own);
  const { placed, ...outside } = await inspectOutside(value, ask);
  return { ...here, ...outside, placed: [...here.placed, ...placed] };
}

function withContext(plan: Plan, more: Partial<Plan['asked']['context']>): Plan {
  return { ...plan, asked: { ...plan.asked, context: { ...plan.asked.context, ...more } } };
}

interface Judged {
  readonly plan: Plan;
  readonly verdict: Verdict;
  readonly duties: Duties;
  readonly refusal: Problem | null;
}

/** Asks policy, and again when it forces another model: the answer must hold for what runs. */
async function judge(parts: GatewayParts, policy: Policy, first: Plan): Promise<Judged> {
  let plan = first;
  for (let turn = 0; ; turn += 1) {
    const verdict = policy.verdict(plan.asked);
    const { contradiction, ...duties } = dutiesOf(verdict.obligations);
    const { forceModel } = duties;
    const judged = { plan, verdict, duties };
    if (contradiction !== null) return { ...judged, refusal: impossible(contradiction) };
    if (forceModel === null || forceModel === plan.body.model || forceModel === plan.onward?.route)
      return { ...judged, refusal: outsideRegion(plan, duties) };
    if (turn === mostTurns) return { ...judged, refusal: impossible('rules force models in a circle') };
    try {
      plan = await onModel(parts, plan, forceModel);
    } catch (error) {
      if (error instanceof Problem) return { ...judged, refusal: error };
      throw error;
    }
  }
}

/** The plan on another model. @throws Problem 403, or 422 `model.unknown`, `execution.obligation_impossible` */
async function onModel(parts: GatewayParts, plan: Plan, model: string): Promise<Plan> {
  refuseModelOutsideScope(plan.principal, model);
  const answering = await parts.registry.find(plan.principal.organization, model);
  const { provider, onward } = answering;
  const speakers = (onward?.others ?? []).filter((one) => one.provider.dialects.includes(plan.dialect));
  if (!provider.dialects.includes(plan.dialect))
    throw impossible(`the model ${model} does not speak ${plan.dialect}`);
  return {
    ...onTarget(plan, answering, await parts.policies.register(plan.principal.organization)),
    onward: onward === null ? null : { ...onward, others: speakers },
  };
}

function outsideRegion(plan: Plan, { forceRegion }: Duties): Problem | null {
  const { region } = plan.asked.context;
  if (forceRegion === null || region === forceRegion) return null;
  return impossible(
    `it must run in the region ${forceRegion}, and the provider ${plan.provider.name} ${region === null ? 'says no region' : `is in ${region}`}`,
  );
}

/** A rule that removes data needs to see all of it. */
function uninspectable({ removals }: Duties, uninspected: readonly string[]): Problem | null {
  const [first] = uninspected;
  const [removal] = removals;
  if (first === undefined || removal === undefined) return null;
  return new Problem({
    code: 'execution.uninspectable',
    status: 422,
    detail: `A rule removes ${removal.dataClass} from calls like this one, and nobody can look into what is in it (${uninspected.join(', ')}). Send it as text, or without.`,
  });
}

function impossible(why: string): Problem {
  return new Problem({
    code: 'execution.obligation_impossible',
    status: 422,
    detail: `Policy permits this only under a condition that cannot be met: ${why}. Ask whoever owns the rule; the policy page names it.`,
  });
}

/** Of two counts of the same data, the greater: what was rendered holds what was given. */
function mostOf(
  left: Readonly<Record<string, number>>,
  right: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return Object.fromEntries(names.map((name) => [name, Math.max(left[name] ?? 0, right[name] ?? 0)]));
}

const watching = new WeakMap<Policy, boolean>();

/** Whether any rule asks what data there is. */
export function watchesClasses(policy: Policy): boolean {
  const known = watching.get(policy);
  if (known !== undefined) return known;
  const watches = policy.rules.some(({ text }) =>
    /dataClasses|"(?:redact|mask):|,\s*(?:redact|mask):/.test(text),
  );
  watching.set(policy, watches);
  return watches;
}
