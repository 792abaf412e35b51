import type { PersonId } from '../../../access/index.ts';
import type { EntryId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { OfChange } from './conversation.ts';

type Handle = Reader | Tx;

/** Somebody who was asked to look, or a team. */
export interface ReviewerRequest {
  readonly reviewer: string;
  readonly by: string;
  readonly at: Date;
}

export async function insertRequest(
  tx: Tx,
  { organization, id }: OfChange,
  request: ReviewerRequest & { readonly wanted: boolean; readonly entry: EntryId },
): Promise<void> {
  await tx
    .insertInto('changes_reviewer_request')
    .values({
      organization_id: organization,
      change_id: id,
      reviewer: request.reviewer,
      wanted: request.wanted,
      asked_by: request.by,
      asked_at: request.at,
      entry_id: request.entry,
    })
    .execute();
}

/** Who is asked now, in the order of asking. */
export async function requestsOf(db: Handle, { organization, id }: OfChange): Promise<ReviewerRequest[]> {
  const rows = await db
    .selectFrom('changes_reviewer_request')
    .select(['reviewer', 'wanted', 'asked_by as by', 'asked_at as at'])
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .orderBy('sequence')
    .execute();
  const asked = new Map<string, ReviewerRequest>();
  for (const { wanted, ...request } of rows) {
    if (!wanted) asked.delete(request.reviewer);
    else if (!asked.has(request.reviewer)) asked.set(request.reviewer, request);
  }
  return [...asked.values()];
}

export async function insertSubscription(
  tx: Tx,
  { organization, id }: OfChange,
  subscription: {
    readonly person: PersonId;
    readonly wanted: boolean;
    readonly at: Date;
    readonly entry: EntryId;
  },
): Promise<void> {
  await tx
    .insertInto('changes_subscription')
    .values({
      organization_id: organization,
      change_id: id,
      person_id: subscription.person,
      wanted: subscription.wanted,
      at: subscription.at,
      entry_id: subscription.entry,
    })
    .execute();
}

/** What people said about being told of a change; who said nothing is absent. */
export async function subscriptionsOf(
  db: Handle,
  { organization, id }: OfChange,
): Promise<ReadonlyMap<PersonId, boolean>> {
  const rows = await db
    .selectFrom('changes_subscription')
    .select(['person_id', 'wanted'])
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .orderBy('sequence')
    .execute();
  return new Map(rows.map((row) => [row.person_id, row.wanted]));
}
