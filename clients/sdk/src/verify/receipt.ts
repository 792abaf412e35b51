import { decodeBase64, decodeUtf8, equalBytes } from './bytes.ts';
import type { Entry } from './entry.ts';
import type { EntryLine } from './export-line.ts';
import type { KeyChain } from './key-chain.ts';
import { parseNote, verifyNote } from './note.ts';
import { Refused } from './refusal.ts';

/** What a receipt promises: that this leaf of this entry is in the log a minute after `at` (docs/formats.md, "Receipt"). */
type Promised = { origin: string; entry: string; leafHash: Uint8Array; at: string };

/** How long after its time the promised entry may still be missing. */
const graceMs = 60_000;

/** Looks for a receipt's entry while a log is read, and says at the end whether the promise was kept. */
export class ReceiptCheck {
  readonly #note: string;
  readonly #promised: Promised;
  #index: number | undefined;
  #newest = '';

  /** Takes the note, or its base64 as it stands in the header `countersign-receipt`. */
  constructor(receipt: string) {
    const bytes = decodeBase64(receipt.trim());
    this.#note = (bytes && decodeUtf8(bytes)) ?? receipt;
    this.#promised = promisedBy(parseNote(this.#note).text);
  }

  see({ index, hash }: EntryLine, { at }: Entry): void {
    if (equalBytes(hash, this.#promised.leafHash)) this.#index ??= index;
    if (at > this.#newest) this.#newest = at;
  }

  /** The index of the entry. Refuses a receipt that no key of this log signed, and a log that does not have what was promised. */
  async finish(chain: KeyChain, origin: string, treeSize: number): Promise<{ entry: string; index: number }> {
    const { entry, at } = this.#promised;
    await verifyNote(this.#note, chain.keys());
    if (this.#promised.origin !== origin)
      throw new Refused(
        'receipt.malformed',
        `The receipt is of ${this.#promised.origin}, the log of ${origin}.`,
      );
    if (this.#index !== undefined) return { entry, index: this.#index };
    if (Date.parse(this.#newest) > Date.parse(at) + graceMs)
      throw new Refused(
        'receipt.broken',
        `At ${at} the log promised the entry ${entry}; its tree of ${treeSize} entries goes on until ${this.#newest} and does not have it. Keep the receipt and this file: together they prove the omission.`,
      );
    throw new Refused(
      'receipt.too_early',
      `The entry ${entry}, promised at ${at}, is not in this tree of ${treeSize} entries, which ends before it had to be. Take an export that is newer by a minute.`,
    );
  }
}

function promisedBy(text: string): Promised {
  const [format, origin, entry, hash, at, end, ...more] = text.split('\n');
  const leafHash = decodeBase64(hash ?? '');
  const whole = format === 'countersign.receipt/1' && end === '' && more.length === 0;
  if (!whole || origin === undefined || entry === undefined || at === undefined || leafHash?.length !== 32)
    throw new Refused('receipt.malformed', 'The receipt is none: expected a signed countersign.receipt/1.');
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(at))
    throw new Refused('receipt.malformed', 'The receipt does not say when it was given.');
  return { origin, entry, leafHash, at };
}
