import { hash } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Writer } from '../../platform/db/index.ts';
import type { AnchorFinding } from '../anchoring/anchor.ts';
import type { OrganizationId } from '../entry.ts';
import { consistencyProof, rootHash } from '../merkle.ts';
import type { ReadParts } from '../prove.ts';
import { remembering } from '../remembering.ts';
import { isAccepted } from '../rollback/rollback.ts';
import { originOf } from '../signing.ts';
import type { StoredCheckpoint } from '../store/index.ts';
import { readSize, writeAddCheckpoint } from './add-checkpoint.ts';
import type { Asked } from './ask.ts';
import type { LogChecks } from './checks.ts';
import { contradiction, type Shown } from './contradiction.ts';
import { insertCosignature, readLastCosigned } from './store/cosignatures.ts';
import type { Witness } from './witness.ts';

export interface SubmitParts extends ReadParts {
  readonly writer: Writer;
  readonly clock: Clock;
  readonly checks: LogChecks;
  readonly ask: (method: 'GET' | 'POST', url: string, body?: string) => Promise<Asked>;
  /** The log's keys, all of them, as verifier keys: what a witness shows must be signed by one. */
  readonly logKeys: (organization: OrganizationId) => Promise<readonly string[]>;
}

/** What came of asking a witness: its line is kept, or something is wrong with it, or it proves that the database is not what it was. */
export type Submitted =
  | { readonly treeSize: number; readonly trouble?: undefined; readonly finding?: undefined }
  | { readonly trouble: string; readonly finding?: undefined }
  | { readonly finding: AnchorFinding };

const attempts = 4;

/**
 * Asks one witness to cosign the newest head (c2sp.org/tlog-witness, "add-checkpoint"), beginning where it cosigned last. Safe on several
 * nodes at once: a witness that was just asked by another is told the larger head. What contradicts the database is never a trouble of the
 * witness: see `contradiction`.
 */
export async function submitHead(
  parts: SubmitParts,
  organization: OrganizationId,
  witness: Witness,
): Promise<Submitted> {
  let old = (await readLastCosigned(parts.reader, organization, witness.id))?.treeSize ?? 0;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const head = await parts.store.readHead(parts.reader, organization);
    if (head === undefined) return { trouble: 'there is no head yet' };
    if (old > head.treeSize) return contradicted(parts, organization, witness, old);
    const answer = await send(parts, organization, witness, old, head);
    if ('error' in answer) return { trouble: answer.error ?? 'cannot be reached' };
    if (answer.status === 200) return keep(parts, organization, witness, head, answer.text);
    const size = answer.status === 409 ? readSize(answer.text) : undefined;
    const sameSize = answer.status === 409 && (size === undefined || size === old) && old === head.treeSize;
    if (answer.status === 422 || sameSize) return contradicted(parts, organization, witness, old);
    if (size === undefined || size === old) return { trouble: troubleOf(answer.status) };
    old = size;
  }
  return { trouble: 'is asked by somebody else about this log all the time' };
}

async function send(
  { reader, store, ask }: SubmitParts,
  organization: OrganizationId,
  { url }: Witness,
  old: number,
  head: StoredCheckpoint,
): Promise<Asked> {
  const readHashes = remembering(store.hashReader(reader, organization));
  const proof = await consistencyProof(old, head.treeSize, readHashes);
  const body = writeAddCheckpoint({ old, proof, checkpoint: head.note });
  return ask('POST', `${url}/add-checkpoint`, body);
}

/** Keeps the witness's own line, once it is checked. Its other lines, and what else it says, are left. */
async function keep(
  { writer, checks }: SubmitParts,
  organization: OrganizationId,
  witness: Witness,
  { treeSize, note }: StoredCheckpoint,
  answer: string,
): Promise<Submitted> {
  for (const line of answer.split('\n')) {
    const at = await checks.cosignedAt(`${note}${line}\n`, witness.key);
    if (at === undefined) continue;
    const cosignature = { treeSize, witness: witness.id, line: `${line}\n`, at };
    // Commit point: from here on the head carries this line wherever it is shown.
    await writer.transaction().execute((tx) => insertCosignature(tx, organization, cosignature));
    return { treeSize };
  }
  return { trouble: 'answered without a cosignature of its key' };
}

/** What the witness shows of the log, if it shows anything that this log signed (tlog-witness, "Monitor Retrieval Mechanism"). */
async function shownBy(
  { ask, checks, logKeys }: SubmitParts,
  organization: OrganizationId,
  { url, key }: Witness,
): Promise<Shown | undefined> {
  const answer = await ask('GET', `${url}/${hash('sha256', originOf(organization), 'hex')}/checkpoint`);
  if ('error' in answer || answer.status !== 200) return undefined;
  const head = await checks.openCheckpoint(answer.text, await logKeys(organization));
  if (head === 'malformed' || head === 'unsigned') return undefined;
  const at = await checks.cosignedAt(answer.text, key);
  return at === undefined
    ? undefined
    : { treeSize: head.treeSize, rootHash: head.rootHash, note: answer.text, at };
}

/**
 * The witness says that it has seen more than there is, or something else. Read again before that is believed: what it saw was committed
 * here first, perhaps by another node meanwhile.
 */
async function contradicted(
  parts: SubmitParts,
  organization: OrganizationId,
  witness: Witness,
  claimed: number,
): Promise<Submitted> {
  const shown = await shownBy(parts, organization, witness);
  const head = await parts.store.readHead(parts.reader, organization);
  const treeSize = shown?.treeSize ?? claimed;
  const own =
    head === undefined || head.treeSize < treeSize
      ? undefined
      : await rootHash(treeSize, parts.store.hashReader(parts.reader, organization)).catch(unlessRange);
  const finding = contradiction(organization, witness, { claimed, shown }, head?.treeSize ?? 0, own);
  if (finding?.lost === undefined) return { trouble: 'refuses this log although it shows the same history' };
  const accepted = await parts.store.listRollbacks(parts.reader, organization);
  return isAccepted(accepted, finding.anchor, finding.lost)
    ? {
        trouble:
          'remembers entries whose loss was accepted, and never cosigns this log again: end it and add another',
      }
    : { finding };
}

function unlessRange(error: unknown): undefined {
  if (!(error instanceof RangeError)) throw error;
}

const troubleOf = (status: number): string =>
  status === 404
    ? 'does not know this log: its operator has to add the log’s key'
    : status === 403
      ? 'does not take this log’s signature: its operator has to add the log’s present key'
      : `answers ${status}`;
