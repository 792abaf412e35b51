import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { ChangeId, Decision, DecisionId } from '../change.ts';
import type { DecisionTable } from './tables.ts';

type Handle = Reader | Tx;

export async function insertDecision(
  tx: Tx,
  organization: OrganizationId,
  decision: Decision,
): Promise<void> {
  await tx
    .insertInto('changes_decision')
    .values({
      organization_id: organization,
      id: decision.id,
      change_id: decision.change,
      kind: decision.kind,
      verdict: decision.verdict,
      decided_by: decision.by,
      human_id: decision.human,
      decided_at: decision.at,
      comment: decision.comment,
      revision: decision.revision,
      digest: decision.digest,
      environment: decision.environment,
      requirement_version: decision.requirementVersion,
      shown: decision.shown,
      credential: decision.credential,
      authenticated_at: decision.authenticatedAt,
      on_behalf_of: decision.onBehalfOf,
      delegation_id: decision.delegation,
      entry_id: decision.entry,
    } satisfies DecisionTable)
    .execute();
}

/** Decisions of some changes, oldest first. */
export async function decisionsOf(
  db: Handle,
  organization: OrganizationId,
  changes: readonly ChangeId[],
): Promise<Decision[]> {
  if (changes.length === 0) return [];
  const rows = await db
    .selectFrom('changes_decision as decision')
    .leftJoin('changes_retraction as retraction', (join) =>
      join
        .onRef('retraction.organization_id', '=', 'decision.organization_id')
        .onRef('retraction.decision_id', '=', 'decision.id'),
    )
    .selectAll('decision')
    .select('retraction.retracted_at')
    .where('decision.organization_id', '=', organization)
    .where('decision.change_id', 'in', changes)
    .orderBy('decision.sequence')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    change: row.change_id,
    kind: row.kind,
    verdict: row.verdict,
    by: row.decided_by,
    human: row.human_id,
    at: row.decided_at,
    comment: row.comment,
    revision: row.revision,
    digest: row.digest,
    environment: row.environment,
    requirementVersion: row.requirement_version,
    shown: row.shown,
    credential: row.credential,
    authenticatedAt: row.authenticated_at,
    onBehalfOf: row.on_behalf_of,
    delegation: row.delegation_id,
    retractedAt: row.retracted_at,
    entry: row.entry_id,
  }));
}

/** Takes decisions back. They stay, and what is decided afterwards counts. */
export async function insertRetractions(
  tx: Tx,
  organization: OrganizationId,
  decisions: readonly DecisionId[],
  retraction: { readonly at: Date; readonly by: string; readonly entry: EntryId },
): Promise<void> {
  await tx
    .insertInto('changes_retraction')
    .values(
      decisions.map((decision) => ({
        organization_id: organization,
        decision_id: decision,
        retracted_at: retraction.at,
        retracted_by: retraction.by,
        entry_id: retraction.entry,
      })),
    )
    .execute();
}
