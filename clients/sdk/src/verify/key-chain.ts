import type { Entry } from './entry.ts';
import { parseVerifierKey, type VerifierKey, verifyNote } from './note.ts';
import { Refused } from './refusal.ts';

/** The action of an entry that hands the log over to another key (docs/formats.md, "Key rotation"). */
export const rotationAction = 'ledger.rotate_key';

type Range = {
  vkey: string;
  key: VerifierKey /** The largest tree that the key before it signs. */;
  after: number;
};

/**
 * A log's keys by range. The handover at index R is signed by the key before and by the new one; checkpoints of up to R + 1 entries are
 * the old key's, those of more the new one's. So neither key can sign what is the other's.
 */
export class KeyChain {
  readonly #ranges: [Range, ...Range[]];

  constructor(first: string) {
    this.#ranges = [{ vkey: first, key: parseVerifierKey(first), after: -1 }];
  }

  /** The key that signs a checkpoint of `treeSize` entries, by the handovers that were seen so far. */
  at(treeSize: number): Range {
    return this.#ranges.findLast(({ after }) => after < treeSize) ?? this.#ranges[0];
  }

  /** All of them, first to last. */
  keys(): VerifierKey[] {
    return this.#ranges.map(({ key }) => key);
  }

  has(vkey: string): boolean {
    return this.#ranges.some((range) => range.vkey === vkey);
  }

  /** Takes the handover in the entry at `index`. */
  async rotate({ data }: Entry, index: number): Promise<void> {
    const old = this.#ranges.at(-1) ?? this.#ranges[0];
    const { from, to, statement } = data;
    const bad = (why: string) =>
      new Refused('key.bad_rotation', `Entry ${index} hands the log over to another key, but ${why}.`, {
        index,
      });
    if (typeof from !== 'string' || typeof to !== 'string' || typeof statement !== 'string')
      throw bad('it does not say from which to which');
    if (from !== old.vkey) throw bad('not from the key that signs before it');
    const key = keyOf(to);
    if (key?.name !== old.key.name) throw bad('not to a key of this log');
    const text = `countersign.rotation/1\n${key.name}\n${to}\n`;
    for (const signer of [old.key, key])
      if ((await textOf(statement, signer)) !== text)
        throw bad(`the ${signer === key ? 'new' : 'old'} key did not sign that`);
    this.#ranges.push({ vkey: to, key, after: index + 1 });
  }
}

function keyOf(vkey: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(vkey);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** The text of a note, or undefined when that key did not sign it. */
async function textOf(note: string, key: VerifierKey): Promise<string | undefined> {
  try {
    return await verifyNote(note, [key]);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
