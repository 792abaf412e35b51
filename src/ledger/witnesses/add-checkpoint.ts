/** The request `add-checkpoint` of c2sp.org/tlog-witness, as text on the wire. Both sides are here, and pure. */
export interface AddCheckpoint {
  /** The size from which the proof leads. */
  readonly old: number;
  /** Consistency proof (RFC 6962 §2.1.2) from there to the checkpoint. */
  readonly proof: readonly Uint8Array[];
  /** Signed note. */
  readonly checkpoint: string;
}

const mostHashes = 63;
const pattern = /^old (0|[1-9][0-9]{0,15})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n([^\n].*)$/s;

export const writeAddCheckpoint = ({ old, proof, checkpoint }: AddCheckpoint): string =>
  `old ${old}\n${proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('')}\n${checkpoint}`;

/** @returns undefined when the text is no such request */
export function readAddCheckpoint(text: string): AddCheckpoint | undefined {
  const [, digits, lines = '', checkpoint] = pattern.exec(text) ?? [];
  const old = Number(digits);
  if (checkpoint === undefined || !Number.isSafeInteger(old)) return undefined;
  const hashes = lines.split('\n').slice(0, -1);
  if (hashes.length > mostHashes) return undefined;
  const proof = hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'base64')));
  const isStrict = proof.every((bytes, at) => Buffer.from(bytes).toString('base64') === hashes[at]);
  return isStrict ? { old, proof, checkpoint } : undefined;
}

/** The size that a 409 names (`text/x.tlog.size`), or undefined when it names none. */
export function readSize(text: string): number | undefined {
  const [, digits] = /^(0|[1-9][0-9]{0,15})\n$/.exec(text) ?? [];
  const size = Number(digits);
  return digits !== undefined && Number.isSafeInteger(size) ? size : undefined;
}

/** The text of a note that is signed: up to its last blank line. */
export const noteText = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);
