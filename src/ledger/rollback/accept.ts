import { commitTo } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import type { EntryDraft, OrganizationId } from '../entry.ts';
import type { ReadParts } from '../prove.ts';
import { type RecordParts, record } from '../record.ts';
import { readSignedAfter } from '../witnesses/store/cosignatures.ts';
import { type AcceptableFinding, isAccepted, type Rollback } from './rollback.ts';

export interface AcceptParts extends RecordParts, ReadParts {}

/**
 * The operator's act: what is lost is lost, and the log goes on from what there is. One entry `ledger.accept_rollback` for each thing that
 * remembered more, in the log itself, with both sizes and roots; the head that was lost, signed as it was, is kept beside it. From the next
 * start on these very findings stop nothing, and any other one does. Does nothing a second time.
 * @returns what was accepted now
 */
export async function acceptRollbacks(
  parts: AcceptParts,
  organization: OrganizationId,
  findings: readonly AcceptableFinding[],
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<readonly Rollback[]> {
  const { store, clock } = parts;
  return record(parts, async (tx) => {
    await store.lockLog(tx, organization);
    const head = await store.readHead(tx, organization);
    invariant(head !== undefined, 'what is accepted is that a log lost entries, so there is a log');
    const { treeSize, rootHash } = head;
    const kept = {
      ...{ treeSize, rootHash },
      at: await readSignedAfter(tx, organization, treeSize - 1),
    };
    const known = await store.listRollbacks(tx, organization);
    const accepted: Rollback[] = [];
    const entries: EntryDraft[] = [];
    for (const { anchor: source, lost, code } of findings) {
      if (isAccepted([...known, ...accepted], source, lost)) continue;
      const said = commitTo(`${by}\n${reason}`);
      const entry = newId('ent');
      const rollback = { id: newId('rbk'), source, lost, kept, by, reason, at: clock.now(), entry };
      await store.insertRollback(tx, organization, rollback, said.salt);
      accepted.push(rollback);
      entries.push({
        ...{ id: entry, organization },
        action: 'ledger.accept_rollback',
        actor: { kind: 'system', id: 'operator' },
        subject: { kind: 'ledger', id: organization },
        data: {
          ...{ code, source },
          lostSize: lost.treeSize,
          lostRoot: lost.rootHash === undefined ? null : base64(lost.rootHash),
          keptSize: kept.treeSize,
          keptRoot: base64(kept.rootHash),
          keptAt: kept.at?.toISOString() ?? null,
          reason: said.commitment,
        },
      });
    }
    const [first, ...others] = entries;
    if (first === undefined) throw new NothingNew();
    return { value: accepted, entry: [first, ...others] as const };
  }).catch((error: unknown) => {
    if (error instanceof NothingNew) return [];
    throw error;
  });
}

/** Thrown inside a transaction that has nothing to record. */
class NothingNew extends Error {}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
