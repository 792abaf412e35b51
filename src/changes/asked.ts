import type { Action, PersonId } from '../access/index.ts';
import { type ChangesParts, type Dossier, resourceOfChange } from './dossier.ts';
import { unaskedToPublish } from './requirement/asked-to-publish.ts';
import { isIndependent } from './standing/facts.ts';
import { isAmong } from './standing/roster.ts';
import type { StageStanding } from './standing/stage.ts';
import { type Waiting, waitingNow } from './waiting.ts';

/** Whose step is next. */
export interface Asked extends Waiting {
  readonly people: readonly PersonId[];
}

const actionOf = {
  review: 'change.review',
  approval: 'change.approve',
} as const satisfies Record<StageStanding['kind'], Action>;

/** The people whose step is next in a change: those who may take it at this moment. Null when it waits for nobody. */
export async function askedNow(parts: ChangesParts, dossier: Dossier): Promise<Asked | null> {
  const waiting = waitingNow(dossier);
  if (waiting === null) return null;
  const { reason } = waiting;
  const { change, standing } = dossier;
  if (reason === 'draft' || reason === 'sent_back') return { ...waiting, people: [change.createdHuman] };
  if (reason === 'publish') return { ...waiting, people: await peopleAsked(parts, dossier, null) };
  const turns = standing.stages.filter(
    ({ kind, satisfied, startedAt }) => kind === reason && !satisfied && startedAt !== null,
  );
  const people = await Promise.all(turns.map((stage) => peopleAsked(parts, dossier, stage)));
  return { ...waiting, people: [...new Set(people.flat())] };
}

/** Those who may fill a place of a stage at this moment, or publish when the stage is null. */
export async function peopleAsked(
  parts: ChangesParts,
  dossier: Dossier,
  stage: StageStanding | null,
): Promise<PersonId[]> {
  const { change, facts, standing } = dossier;
  const action = stage === null ? 'change.publish' : actionOf[stage.kind];
  const holders = await parts.people.holders(change.organization, action, resourceOfChange(dossier));
  if (stage === null) return holders.filter((human) => unaskedToPublish({ human }, facts) === null);
  const decided = new Set(standing.counting.map(({ human }) => human));
  return holders.filter(
    (person) =>
      isIndependent(person, facts) && !decided.has(person) && isAmong(person, stage.from, facts.roster),
  );
}
