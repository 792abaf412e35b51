import { setImmediate as breathe } from 'node:timers/promises';
import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { EntryDraft, OrganizationId } from '../../ledger/index.ts';
import { newId } from '../../platform/id.ts';
import type { Log } from '../../platform/log.ts';
import { Problem } from '../../platform/problem.ts';
import { judgeOf, liveFiles } from '../in-force.ts';
import type { PolicyParts } from '../parts.ts';
import { ruleSetOf, type SourceFile } from '../rule-set.ts';
import type { Policy, Verdict } from '../verdict.ts';
import { type Chosen, chosenWords, isChosen } from './chosen.ts';
import { effectOf } from './effect.ts';
import { endSimulation, insertSimulation, type SimulationId } from './store.ts';
import { createTally, type SimulationResult } from './tally.ts';

/** One call as it was judged. */
export interface RecordedCall {
  readonly execution: string;
  readonly verdict: Verdict;
}

/** Where recorded calls come from; the slices to the right have them. */
export interface RecordedCalls {
  count(organization: OrganizationId, since: Date, until: Date): Promise<number>;
  /** How often each rule took part. */
  countByRule(
    organization: OrganizationId,
    since: Date,
  ): Promise<readonly { readonly rule: string; readonly times: number }[]>;
  /** Newest first, in pieces. */
  between(organization: OrganizationId, since: Date, until: Date): AsyncIterable<readonly RecordedCall[]>;
}

export interface SimulationParts extends PolicyParts {
  readonly log: Log;
  readonly calls: Pick<RecordedCalls, 'count' | 'between'>;
  /** What a change would make of the policy's files: path → text, or null for one that it removes. @throws Problem 404 */
  proposedBy(principal: Principal, change: string): Promise<ReadonlyMap<string, string | null>>;
}

/** Path → text, or null for a file that is removed. */
export type Edits = ReadonlyMap<string, string | null>;

export interface Proposal {
  readonly change: string | undefined;
  /** Files as they would be; null removes one. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  readonly days: number;
  /** Which calls of those days; all of them without. */
  readonly only?: Chosen | undefined;
}

/** How far each simulation of this node is. Those of other nodes are known by their end only. */
export type Progress = Map<SimulationId, { readonly done: number; readonly total: number }>;

/**
 * Starts to try a proposed policy on what was recorded, and returns at once. Entry `policy.simulate` now and `policy.complete_simulation`
 * with the result; in between nothing is written. When the server stops meanwhile, it is not taken up again: simulate once more.
 * @throws Problem `policy.simulate.unreadable` 422 with what is wrong with the files
 */
export async function startSimulation(
  parts: SimulationParts,
  progress: Progress,
  principal: Principal,
  { change, files, days, only }: Proposal,
): Promise<Started> {
  authorize(principal, 'policy.simulate', theOrganization);
  // What would become of a few calls says how each of them went.
  if (only !== undefined) authorize(principal, 'execution.list_all', theOrganization);
  const proposed = change === undefined ? undefined : await parts.proposedBy(principal, change);
  const edits = new Map([...(proposed ?? []), ...files.map(({ path, text }) => [path, text] as const)]);
  const by = { organization: principal.organization, actor: actorOf(principal), id: principal.id };
  return simulate(parts, progress, by, { change, edits, days, only });
}

export interface Started {
  readonly id: SimulationId;
  readonly done: Promise<void>;
}

/** In whose name something is simulated. */
export interface SimulatedBy extends Pick<EntryDraft, 'organization' | 'actor'> {
  readonly id: string;
}

/** As `startSimulation`, for whoever may. */
export async function simulate(
  parts: Omit<SimulationParts, 'proposedBy'>,
  progress: Progress,
  { organization, actor, id: byId }: SimulatedBy,
  { change, edits, days, only }: Omit<Proposal, 'files'> & { readonly edits: Edits },
): Promise<Started> {
  const policy = await proposedPolicy(parts, organization, edits);
  const until = parts.clock.now();
  const since = new Date(until.getTime() - days * 86_400_000);
  const id = newId('sim');
  const entry = newId('ent');
  const about = { organization, actor, subject: { kind: 'policy', id: policy.version } };
  await parts.ledger.record(async (tx) => {
    await insertSimulation(tx, {
      ...{ organization_id: organization, id, at: until, by_id: byId, since, until, entry },
      ...{ change_id: change ?? null, proposed_version: policy.version },
      only_calls: only === undefined ? null : JSON.stringify(only),
    });
    const chosen = only === undefined ? {} : { only: chosenWords(only) };
    const data = { simulation: id, change: change ?? null, days, ...chosen };
    return { entry: { ...about, id: entry, action: 'policy.simulate', data }, value: undefined };
  });
  const finish = async (): Promise<void> => {
    const inForce = await proposedPolicy(parts, organization, new Map());
    const policies = { proposed: policy, inForce };
    const result = await tryOn(parts, organization, policies, { since, until, only }, (done, total) =>
      progress.set(id, { done, total }),
    );
    await parts.ledger.record(async (tx) => {
      await endSimulation(tx, organization, id, { at: parts.clock.now(), result });
      const { judged, unjudged, effects } = result;
      const data = { simulation: id, judged, unjudged, effects: { ...effects } };
      return { entry: { ...about, action: 'policy.complete_simulation', data }, value: undefined };
    });
  };
  progress.set(id, { done: 0, total: 0 });
  const done = finish()
    .catch((err: unknown) => parts.log.error({ err, simulation: id }, 'a simulation broke off'))
    .finally(() => progress.delete(id));
  return { id, done };
}

/** What would be in force with some edits. */
export async function proposedPolicy(
  parts: PolicyParts,
  organization: OrganizationId,
  edits: Edits,
): Promise<Policy> {
  const live = await liveFiles(parts, organization);
  const kept: SourceFile[] = live.filter(({ path }) => !edits.has(path));
  const changed = [...edits].flatMap(([path, text]) =>
    text === null || !path.endsWith('.cedar') ? [] : [{ path, text }],
  );
  const files = [...kept, ...changed];
  const { policy, unreadable } = judgeOf(ruleSetOf(parts.builtIn, inOrder(files)));
  const [first] = unreadable;
  if (first === undefined) return policy;
  throw new Problem({
    code: 'policy.simulate.unreadable',
    status: 422,
    detail: `The proposed policy cannot be read: ${first.why}`,
    more: { files: unreadable.map(({ path, why }) => ({ path, why })) },
  });
}

const inOrder = (files: readonly SourceFile[]): SourceFile[] =>
  files.toSorted((one, other) => (one.path < other.path ? -1 : 1));

/** The version that some files would have in force. Pure. */
export function proposedVersion(builtIn: PolicyParts['builtIn'], files: readonly SourceFile[]): string {
  const cedar = files.filter(({ path }) => path.endsWith('.cedar'));
  return judgeOf(ruleSetOf(builtIn, inOrder(cedar))).policy.version;
}

/** Verdicts in one go before others have their turn. */
const atOnce = 100;

/**
 * Judges every recorded call by a proposed policy. What goes another way than recorded because of what came into force since is counted
 * apart: it is no effect of the proposal.
 */
export async function tryOn(
  { calls }: Pick<SimulationParts, 'calls'>,
  organization: OrganizationId,
  policies: { readonly proposed: Policy; readonly inForce: Policy },
  { since, until, only }: { readonly since: Date; readonly until: Date; readonly only?: Chosen | undefined },
  tell: (done: number, total: number) => void,
): Promise<SimulationResult> {
  const total = await calls.count(organization, since, until);
  const tally = createTally();
  let done = 0;
  for await (const some of calls.between(organization, since, until)) {
    for (const { execution, verdict } of some) {
      const { asked } = verdict;
      done += 1;
      if (done % atOnce === 0) await breathe();
      if (only !== undefined && (asked === null || !isChosen(only, execution, asked))) continue;
      if (asked === null) tally.addUnjudged();
      else {
        const proposed = policies.proposed.verdict(asked);
        const effect = effectOf(verdict, proposed);
        const already = effect !== undefined && !effectOf(policies.inForce.verdict(asked), proposed);
        if (already) tally.addAlready();
        else tally.add(execution, asked, effect);
      }
    }
    tell(done, total);
  }
  return tally.result();
}
