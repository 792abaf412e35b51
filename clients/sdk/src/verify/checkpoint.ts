import { decodeBase64, equalBytes } from './bytes.ts';
import { parseVerifierKey, type VerifierKey, verifyNote } from './note.ts';
import { Refused } from './refusal.ts';
import { sha256 } from './sha256.ts';

/** A tree head (c2sp.org/tlog-checkpoint). Extension lines are not kept: nothing may rest on them. */
export type Checkpoint = { origin: string; treeSize: number; rootHash: Uint8Array };

const malformed = (why: string): Refused =>
  new Refused('checkpoint.malformed', `The checkpoint is malformed: ${why}.`);

/** Reads the text that a log signs: origin, tree size, root hash, extension lines. Says nothing about its signature. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.includes(''))
    throw malformed('it has an empty line or no newline at its end');
  const [origin, size, root] = lines;
  if (origin === undefined || size === undefined || root === undefined)
    throw malformed('it has fewer than three lines');
  if (!/^(?:0|[1-9][0-9]*)$/.test(size)) throw malformed('its tree size is not a decimal number');
  const treeSize = Number(size);
  if (!Number.isSafeInteger(treeSize)) throw malformed('its tree size is beyond 2^53 - 1');
  const rootHash = decodeBase64(root);
  if (rootHash?.length !== 32) throw malformed('its root hash is not 32 bytes of base64');
  if (treeSize === 0 && !equalBytes(rootHash, sha256(new Uint8Array(0))))
    throw malformed('the tree is empty, its root hash is not that of the empty tree');
  return { origin, treeSize, rootHash };
}

/** Verifies a signed checkpoint of the log whose key this is. The key's name is the log's origin. */
export async function openCheckpoint(note: string, key: VerifierKey): Promise<Checkpoint> {
  const checkpoint = parseCheckpoint(await verifyNote(note, [key]));
  if (checkpoint.origin !== key.name)
    throw new Refused(
      'checkpoint.other_log',
      `The checkpoint is of the log ${checkpoint.origin}, the key of ${key.name}.`,
    );
  return checkpoint;
}

/** What a proof file says about the log it is from. */
export type LogClaim = { origin: string; key: string; checkpoint: string };

/** A log whose checkpoint verified: its key, its head, the organization that its origin binds. */
export type OpenedLog = { key: VerifierKey; pinned: boolean; head: Checkpoint; organization: string };

/**
 * Opens what a file claims about its log. `pinnedKey`, the vkey the caller got by another way, must be the file's; without it
 * the answer only says that the file agrees with itself, which `pinned: false` tells the reader.
 */
export async function openLog(claim: LogClaim, pinnedKey: string | undefined): Promise<OpenedLog> {
  const key = parseVerifierKey(claim.key);
  if (pinnedKey !== undefined) {
    parseVerifierKey(pinnedKey);
    if (pinnedKey !== claim.key)
      throw new Refused('key.unexpected', `The file is signed with ${claim.key}, not with the key you gave.`);
  }
  if (claim.origin !== key.name)
    throw new Refused(
      'checkpoint.other_log',
      `The file is of the log ${claim.origin}, its key of ${key.name}.`,
    );
  const organization = organizationOf(claim.origin);
  return {
    key,
    pinned: pinnedKey !== undefined,
    head: await openCheckpoint(claim.checkpoint, key),
    organization,
  };
}

/** The organization that an origin binds: its last path segment, `countersign/org_…` (docs/formats.md). */
export function organizationOf(origin: string): string {
  const organization = origin.slice(origin.lastIndexOf('/') + 1);
  if (!/^org_[0-9A-Za-z]+$/.test(organization))
    throw new Refused('log.unbound', `The origin ${origin} does not end in an organization's id.`);
  return organization;
}
