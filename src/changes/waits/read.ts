import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Library, partyWords } from '../../libraries/index.ts';
import type { ChangesParts, Dossier } from '../dossier.ts';
import { living } from '../inbox.ts';
import { visibleLibraries } from '../list.ts';
import { assumedOutcome } from '../standing/outcome.ts';
import type { StageStanding } from '../standing/stage.ts';
import { changesById } from '../store/changes.ts';
import { decisionsOf } from '../store/decisions.ts';
import { outcomesOf } from '../store/outcomes.ts';
import { waitingNow } from '../waiting.ts';
import { spreadsBy, stepsOf, type Took } from './measure.ts';
import { publishedSince } from './store.ts';
import type { StepWire, WaitsWire } from './wire.ts';

/** How many published changes are looked at, the newest first. */
const looked = 2_000;
const dayMs = 86_400_000;

type Measured = Took & { readonly library: string };

/**
 * Where changes wait: how long each step of what was published in the last `days` days took, and what waits now. Only of libraries that the
 * principal may see.
 */
export async function readWaits(
  parts: ChangesParts,
  principal: Principal,
  { days, library }: { readonly days: number; readonly library: string | undefined },
): Promise<WaitsWire> {
  authorize(principal, 'wait.read', theOrganization);
  const libraries = await visibleLibraries(parts, principal, library);
  const since = new Date(parts.clock.now().getTime() - days * dayMs);
  const { steps, changes } = await measured(parts, principal, libraries, since);
  const waiting = (await living(parts, principal, library)).filter(({ change }) => change.stage === 'open');
  return {
    since: since.toISOString(),
    changes,
    steps: stepWires(steps),
    libraries: spreadsBy(steps, (step) => step.library, hours).map(({ key, things }) => ({
      library: key,
      steps: stepWires(things),
    })),
    asked: spreadsBy(steps, ({ asked }) => asked, hours).map(({ key, spread }) => ({
      asked: key,
      ...spread,
    })),
    waiting: waitingWires(waiting, parts.clock.now()),
  };
}

const hours = (step: Took): number => step.hours;

async function measured(
  parts: ChangesParts,
  { organization }: Principal,
  libraries: ReadonlyMap<Library['id'], Library>,
  since: Date,
): Promise<{ steps: Measured[]; changes: number }> {
  const { reader } = parts;
  const ids = await publishedSince(reader, organization, [...libraries.keys()], since, looked);
  const [changes, decisions, outcomes] = await Promise.all([
    changesById(reader, organization, ids),
    decisionsOf(reader, organization, ids),
    outcomesOf(reader, organization, ids),
  ]);
  const steps = ids.flatMap((id) => {
    const change = changes.get(id);
    const home = change && libraries.get(change.library);
    if (change === undefined || home === undefined) return [];
    const own = decisions.filter((decision) => decision.change === id);
    const { stages } = outcomes.get(id) ?? assumedOutcome(own);
    return stepsOf(change, stages, own, wordsFor).map((step) => ({ ...step, library: home.name }));
  });
  return { steps, changes: ids.length };
}

/** Whom a stage asks, in words. */
const wordsFor = ({ from, kind }: Pick<StageStanding, 'from' | 'kind'>): string =>
  from?.map(partyWords).join(' or ') ?? `any ${kind === 'review' ? 'reviewer' : 'approver'}`;

/** Steps as they follow each other: drafts, reviews, approvals, publishing. */
const order = { draft: 0, review: 1, approval: 2, publish: 3 } as const;

function stepWires(steps: readonly Took[]): StepWire[] {
  const kindOf = ({ things }: { readonly things: readonly Took[] }) => things[0]?.kind ?? 'draft';
  return spreadsBy(steps, ({ kind, step }) => `${kind} ${step}`, hours)
    .map((group) => ({ kind: kindOf(group), step: group.things[0]?.step ?? '', ...group.spread }))
    .toSorted((left, right) => order[left.kind] - order[right.kind]);
}

function waitingWires(dossiers: readonly Dossier[], now: Date): WaitsWire['waiting'] {
  const waits = dossiers.flatMap((dossier) => {
    const waiting = waitingNow(dossier);
    if (waiting === null) return [];
    const { change, library } = dossier;
    const waited = Math.max(0, (now.getTime() - waiting.since.getTime()) / 3_600_000);
    return [{ ...waiting, change, library: library.name, hours: waited }];
  });
  return spreadsBy(
    waits,
    ({ reason, stage }) => `${reason} ${stage ?? ''}`,
    (wait) => wait.hours,
  ).map(({ things, spread }) => {
    const longest = things.toSorted((left, right) => right.hours - left.hours)[0];
    return {
      reason: longest?.reason ?? 'review',
      stage: longest?.stage ?? null,
      ...spread,
      longestHours: Math.round((longest?.hours ?? 0) * 100) / 100,
      longest:
        longest === undefined
          ? null
          : { id: longest.change.id, title: longest.change.title, library: longest.library },
    };
  });
}
