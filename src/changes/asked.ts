import type { Action, PersonId } from '../access/index.ts';
import { type ChangesParts, type Dossier, resourceOf } from './dossier.ts';
import { unaskedToPublish } from './requirement/publishing.ts';
import { isIndependent } from './standing/facts.ts';
import { isAsked, type Waiting, waitingNow } from './waiting.ts';

/** Whose step is next. */
export interface Asked extends Waiting {
  readonly people: readonly PersonId[];
}

const actionOf = {
  review: 'change.review',
  approval: 'change.approve',
  publish: 'change.publish',
} as const satisfies Partial<Record<Waiting['reason'], Action>>;

/** The people whose step is next in a change: those who may take it at this moment. Null when it waits for nobody. */
export async function askedNow(parts: ChangesParts, dossier: Dossier): Promise<Asked | null> {
  const waiting = waitingNow(dossier);
  if (waiting === null) return null;
  const { reason } = waiting;
  const { change, facts, standing, library } = dossier;
  if (reason === 'draft' || reason === 'sent_back') return { ...waiting, people: [change.createdHuman] };
  const holders = await parts.people.holders(change.organization, actionOf[reason], resourceOf(library));
  if (reason === 'publish')
    return { ...waiting, people: holders.filter((human) => unaskedToPublish({ human }, facts) === null) };
  const decided = new Set(standing.counting.map(({ human }) => human));
  return {
    ...waiting,
    people: holders.filter(
      (person) => isIndependent(person, facts) && !decided.has(person) && isAsked(person, dossier, reason),
    ),
  };
}
