import type { Reader } from '../../platform/db/index.ts';
import type { OrganizationId } from '../entry.ts';
import { readCheckpoint } from '../store/tree.ts';
import { readLastCosigned, readLines, readSignedAfter, readWitnessedSize } from './store/cosignatures.ts';
import { listWitnesses, readNeed, readTroubles } from './store/witnesses.ts';
import {
  quorumBound,
  quorumOf,
  type WitnessedHead,
  type Witnessing,
  type WitnessStanding,
} from './witness.ts';

/** Who witnesses a log, how far they have come, and what stands under enough of them. The same cost whatever the log's size. */
export async function readWitnessing(reader: Reader, organization: OrganizationId): Promise<Witnessing> {
  const witnesses = await listWitnesses(reader, organization);
  if (witnesses.length === 0)
    return { ...quorumOf(undefined, 0), witnesses: [], head: undefined, unwitnessedSince: undefined };
  const { need, of } = quorumOf(await readNeed(reader, organization), witnesses.length);
  const troubles = await readTroubles(reader, organization);
  const standings: WitnessStanding[] = [];
  for (const witness of witnesses)
    standings.push({
      ...witness,
      cosigned: await readLastCosigned(reader, organization, witness.id),
      trouble: troubles.get(witness.id),
    });
  const bound = quorumBound(
    need,
    standings.flatMap(({ cosigned }) => (cosigned === undefined ? [] : [cosigned.treeSize])),
  );
  const head = bound === undefined ? undefined : await readWitnessed(reader, organization, need, bound);
  const unwitnessedSince = await readSignedAfter(reader, organization, head?.treeSize ?? -1);
  return { need, of, witnesses: standings, head, unwitnessedSince };
}

async function readWitnessed(
  reader: Reader,
  organization: OrganizationId,
  need: number,
  bound: number,
): Promise<WitnessedHead | undefined> {
  const found = await readWitnessedSize(reader, organization, need, bound);
  if (found === undefined) return undefined;
  const { treeSize, at } = found;
  const checkpoint = await readCheckpoint(reader, organization, treeSize);
  if (checkpoint === undefined) return undefined;
  const lines = await readLines(reader, organization, treeSize, treeSize);
  const note = `${checkpoint.note}${lines.get(treeSize) ?? ''}`;
  return { treeSize, rootHash: checkpoint.rootHash, checkpoint: note, at };
}
