/**
 * Why something does not verify. Codes are stable: `<noun>.<reason>`. The table in docs/formats.md says what each one means and
 * which index it names.
 */
export type Reason =
  | 'file.not_json'
  | 'file.unknown_format'
  | 'file.malformed'
  | 'key.malformed'
  | 'key.unexpected'
  | 'key.bad_rotation'
  | 'note.malformed'
  | 'note.unsigned'
  | 'note.bad_signature'
  | 'note.bad_cosignature'
  | 'checkpoint.malformed'
  | 'checkpoint.other_log'
  | 'checkpoint.mismatch'
  | 'checkpoint.not_witnessed'
  | 'log.unbound'
  | 'log.cut'
  | 'log.rolled_back'
  | 'log.rewritten'
  | 'log.forked'
  | 'tile.mismatch'
  | 'receipt.malformed'
  | 'receipt.too_early'
  | 'receipt.broken'
  | 'entry.missing'
  | 'entry.out_of_order'
  | 'entry.surplus'
  | 'entry.altered'
  | 'entry.unproven'
  | 'entry.too_large'
  | 'entry.not_canonical'
  | 'entry.malformed'
  | 'entry.other_organization'
  | 'entry.repeated_id';

/** A run of entries, both ends included: the fault is in it, and nothing in the file can place it closer. */
export type IndexRange = { first: number; last: number };

/** The answer when something does not verify. `index` is the first bad index; `range` is given when it is only bounded. */
export type Refusal = {
  ok: false;
  reason: Reason;
  sentence: string;
  index?: number;
  range?: IndexRange;
};

/** Carries a refusal out of nested checks. Never leaves this folder: the public functions turn it into a value. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(reason: Reason, sentence: string, place: { index?: number; range?: IndexRange } = {}) {
    super(sentence);
    this.refusal = { ok: false, reason, sentence, ...place };
  }
}

/** Runs checks; a refusal becomes the answer, anything else that is thrown is a bug and stays one. */
export async function answering<Answer>(checks: () => Promise<Answer>): Promise<Answer | Refusal> {
  try {
    return await checks();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}
