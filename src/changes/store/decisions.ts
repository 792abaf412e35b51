import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { ChangeId, Decision } from '../change.ts';
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
    .selectFrom('changes_decision')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', 'in', changes)
    .orderBy('sequence')
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
    entry: row.entry_id,
  }));
}
