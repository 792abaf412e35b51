import type { PersonId } from '../../access/index.ts';
import type { Change, Decision } from '../change.ts';
import type { ReviewerRequest } from './store/taking-part.ts';
import type { Conversation } from './thread.ts';

/** Why somebody is told of what happens to a change, or is not. */
export type SubscriptionReason = 'author' | 'asked' | 'decided' | 'commented' | 'subscribed' | 'muted';

export interface TakingPart {
  readonly change: Pick<Change, 'createdHuman'>;
  readonly decisions: readonly Pick<Decision, 'human'>[];
  readonly conversation: Pick<Conversation, 'comments'>;
  readonly requests: readonly Pick<ReviewerRequest, 'reviewer'>[];
  /** Who is in the teams that were asked, by team id. */
  readonly teams: ReadonlyMap<string, ReadonlySet<PersonId>>;
  /** What people said about being told. */
  readonly said: ReadonlyMap<PersonId, boolean>;
}

/** Everybody who has to do with a change and why; what they said themselves counts most. Muted ones are in it, as muted. Pure. */
export function subscribersOf(part: TakingPart): ReadonlyMap<PersonId, SubscriptionReason> {
  const found = new Map<PersonId, SubscriptionReason>();
  for (const { human } of part.conversation.comments) if (human !== null) found.set(human, 'commented');
  for (const { human } of part.decisions) found.set(human, 'decided');
  for (const { reviewer } of part.requests)
    for (const person of part.teams.get(reviewer) ?? [reviewer])
      if (isPerson(person)) found.set(person, 'asked');
  found.set(part.change.createdHuman, 'author');
  for (const [person, wanted] of part.said) {
    if (!wanted) found.set(person, 'muted');
    else if (!found.has(person)) found.set(person, 'subscribed');
  }
  return found;
}

const isPerson = (id: string): id is PersonId => id.startsWith('per_');
