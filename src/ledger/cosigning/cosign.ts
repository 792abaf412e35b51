import type { Vault } from '../../platform/crypto/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import type { OrganizationId } from '../entry.ts';
import { emptyRoot } from '../merkle.ts';
import { type RecordParts, record } from '../record.ts';
import { noteText, readAddCheckpoint } from '../witnesses/add-checkpoint.ts';
import type { CheckedHead, LogChecks } from '../witnesses/checks.ts';
import { cosignerOf } from '../witnesses/cosignature.ts';
import { countConflicts, insertConflict, readCosignedHead, replaceCosignedHead } from './store/heads.ts';
import { readCosigner, readKeysOfOrigin } from './store/logs.ts';
import { type CosignAnswer, type CosignedHead, cosignerContext } from './witnessed-log.ts';

export interface CosignParts extends RecordParts {
  readonly reader: Reader;
  readonly vault: Vault;
  readonly checks: LogChecks;
}

/** Refused heads of one origin that are kept as proof: who signs more of them has been found out. */
const mostConflicts = 100;

/**
 * Cosigns a head of a known log when it continues the one that was cosigned last, and says no otherwise. The new head is durable before
 * the line is given away, and replaces exactly the one that it was checked against: of two requests at once one is told the size of the
 * other. Nothing else may change that row, and the database refuses that it ever shrinks.
 * What it cosigns leaves no entry of its own (two organizations that witness each other would never come to rest); a head that the
 * log's own key signed and that contradicts what was cosigned is kept, with the entry `witnessed_log.conflict`.
 */
export async function cosign(
  parts: CosignParts,
  organization: OrganizationId,
  text: string,
): Promise<CosignAnswer> {
  // A database that was set back does not know any more what it cosigned.
  if (parts.stopped() !== undefined || parts.stoppedFor(organization) !== undefined)
    return { status: 503, why: 'this witness does not trust its own memory now' };
  const request = readAddCheckpoint(text);
  if (request === undefined) return { status: 400, why: 'this is no request add-checkpoint' };
  const { old, proof, checkpoint } = request;
  const origin = checkpoint.slice(0, checkpoint.indexOf('\n'));
  const keys = await readKeysOfOrigin(parts.reader, organization, origin);
  if (keys.length === 0) return { status: 404, why: 'this witness does not know that log' };
  const head = await parts.checks.openCheckpoint(checkpoint, keys);
  if (head === 'unsigned') return { status: 403, why: 'no known key of that log signed this' };
  if (head === 'malformed') return { status: 400, why: 'this is no checkpoint' };
  if (old > head.treeSize) return { status: 400, why: 'the old size is larger than the checkpoint' };
  const last = await readCosignedHead(parts.reader, organization, origin);
  const size = last?.treeSize ?? 0;
  if (old !== size) return { status: 409, size };
  const older = { treeSize: size, rootHash: last?.rootHash ?? emptyRoot() };
  if (!parts.checks.continues(older, head, proof)) {
    if (last !== undefined) await keepConflict(parts, organization, head, checkpoint, last);
    return { status: 422, why: `this does not continue the head of ${size} entries` };
  }
  return replace(parts, organization, head, checkpoint, last);
}

async function replace(
  parts: CosignParts,
  organization: OrganizationId,
  { origin, treeSize, rootHash }: CheckedHead,
  checkpoint: string,
  last: CosignedHead | undefined,
): Promise<CosignAnswer> {
  const { reader, writer, vault, clock } = parts;
  const stored = await readCosigner(reader, organization);
  invariant(stored !== undefined, `${organization} witnesses logs without a key`);
  const seed = vault.unwrap(stored.privateKeyWrapped, cosignerContext(organization, stored.id));
  const at = clock.now();
  const text = noteText(checkpoint);
  const line = cosignerOf(stored.name, seed).cosign(text, at);
  const head = { origin, treeSize, rootHash, note: `${checkpoint}${line}`, at };
  const kept = await writer
    .transaction()
    .execute((tx) => replaceCosignedHead(tx, organization, last?.treeSize, head));
  // Commit point: the line exists outside only after the head that it is about is remembered.
  if (kept) return { status: 200, line };
  return { status: 409, size: (await readCosignedHead(reader, organization, origin))?.treeSize ?? 0 };
}

/** Once for each head, and not without end. */
async function keepConflict(
  parts: CosignParts,
  organization: OrganizationId,
  { origin, treeSize, rootHash }: CheckedHead,
  note: string,
  last: CosignedHead,
): Promise<void> {
  // The proof may just be wrong; of the same size, two roots are proof enough.
  if (treeSize !== last.treeSize || Buffer.from(rootHash).equals(last.rootHash)) return;
  const refused = { origin, treeSize, rootHash, note, at: parts.clock.now() };
  const entry = newId('ent');
  await record(parts, async (tx) => {
    const kept = (await countConflicts(tx, organization)).get(origin) ?? 0;
    if (kept >= mostConflicts || !(await insertConflict(tx, organization, refused, last, entry)))
      throw new KeptAlready();
    return {
      value: undefined,
      entry: {
        id: entry,
        organization,
        action: 'witnessed_log.conflict',
        actor: { kind: 'system', id: 'witness' },
        subject: { kind: 'witnessed_log', id: origin },
        data: { treeSize, cosignedRoot: base64(last.rootHash), refusedRoot: base64(rootHash) },
      },
    };
  }).catch((error: unknown) => {
    if (!(error instanceof KeptAlready)) throw error;
  });
}

/** Thrown inside a transaction that has nothing to record. */
class KeptAlready extends Error {}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
