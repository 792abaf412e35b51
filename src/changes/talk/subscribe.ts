import { actorOf, authorize, type PersonId, type Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { isId, newId } from '../../platform/id.ts';
import type { Change } from '../change.ts';
import { type ChangesParts, openDossier, resourceOf } from '../dossier.ts';
import { decisionsOf } from '../store/decisions.ts';
import { conversationOf } from './store/conversation.ts';
import {
  insertSubscription,
  type ReviewerRequest,
  requestsOf,
  subscriptionsOf,
} from './store/taking-part.ts';
import { type SubscriptionReason, subscribersOf, type TakingPart } from './subscription.ts';

/** From now on the principal is told of what happens to a change, or is not. Doing it again changes and records nothing. */
export async function subscribe(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  action: 'subscription.create' | 'subscription.end',
): Promise<void> {
  const { change, library } = await openDossier(parts, principal, id);
  authorize(principal, action, resourceOf(library));
  const person = principal.human;
  const wanted = action === 'subscription.create';
  if ((await subscriptionsOf(parts.reader, change)).get(person) === wanted) return;
  await parts.ledger.record(async (tx) => {
    const entry = newId('ent');
    await insertSubscription(tx, change, { person, wanted, at: parts.clock.now(), entry });
    return {
      value: undefined,
      entry: {
        id: entry,
        organization: change.organization,
        action,
        actor: actorOf(principal),
        subject: { kind: 'change' as const, id: change.id },
        data: { library: change.library, number: change.number, person },
      },
    };
  });
}

/** Who is to be told of what happens to a change, and why. For notices: muted ones are in it, as muted. */
export async function readSubscribers(
  parts: ChangesParts,
  change: Change,
  db: Reader | Tx = parts.reader,
): Promise<ReadonlyMap<PersonId, SubscriptionReason>> {
  const requests = await requestsOf(db, change);
  return subscribersOf({
    change,
    decisions: await decisionsOf(db, change.organization, [change.id]),
    conversation: await conversationOf(db, change),
    requests,
    teams: await teamsAsked(parts, change.organization, requests),
    said: await subscriptionsOf(db, change),
  });
}

/** Who is in the teams that were asked, by team id. */
export async function teamsAsked(
  { people }: Pick<ChangesParts, 'people'>,
  organization: OrganizationId,
  requests: readonly Pick<ReviewerRequest, 'reviewer'>[],
): Promise<TakingPart['teams']> {
  const found = new Map<string, ReadonlySet<PersonId>>();
  for (const { reviewer } of requests) {
    if (!isId('tea', reviewer)) continue;
    const team = await people.teamById(organization, reviewer);
    const members = team && (await people.teamMembers(organization, [team.name])).get(team.name);
    found.set(reviewer, members ?? new Set());
  }
  return found;
}
