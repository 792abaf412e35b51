import { notFound, Problem } from '../platform/problem.ts';
import type { OrganizationId } from './entry.ts';
import type { ConsistencyProof } from './ledger.ts';
import { consistencyProof } from './merkle.ts';
import { base64, proveRotations, type ReadParts, readHead } from './prove.ts';
import { remembering } from './remembering.ts';

/**
 * Proves that the log as it is now continues the log that had `since` entries, of which there must be a checkpoint. Checked by whoever
 * gets it: what does not lead from the one root to the other is a rewritten log, and its proof says so by itself.
 * @throws Problem 404 `ledger.prove.no_checkpoint`
 */
export async function proveContinuation(
  parts: ReadParts,
  organization: OrganizationId,
  since: number,
): Promise<ConsistencyProof> {
  const { reader, store } = parts;
  const head = await readHead(parts, organization);
  if (head === undefined) throw notFound();
  const [older] = await store.readCheckpoints(reader, organization, since, since);
  if (older === undefined || since > head.treeSize) throw noCheckpoint(since);
  const readHashes = remembering(store.hashReader(reader, organization));
  const proof = await consistencyProof(since, head.treeSize, readHashes);
  const rotations = await proveRotations(parts, organization, head, readHashes);
  return {
    format: 'countersign.consistency/1',
    origin: head.origin,
    key: head.key,
    older: older.note,
    newer: head.checkpoint,
    proof: proof.map(base64),
    ...(rotations.length === 0 ? {} : { rotations }),
  };
}

function noCheckpoint(since: number): Problem {
  return new Problem({
    code: 'ledger.prove.no_checkpoint',
    status: 404,
    detail: `This log has no checkpoint of ${since} entries. If you hold one, it was rolled back or is another log: keep your checkpoint and tell your auditor.`,
  });
}
