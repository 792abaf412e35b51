import type { PayloadForm } from '../../gateway/index.ts';

/** What should have come out, as somebody wrote it. The text is sealed; the entry holds its salted commitment. */
export interface Correction {
  readonly id: string;
  readonly execution: string;
  readonly writer: string;
  /** The writer's first, second, third word on it: two at once cannot both be the latest. */
  readonly turn: number;
  readonly sealed: {
    readonly form: PayloadForm;
    readonly nonce: Uint8Array;
    readonly ciphertext: Uint8Array;
    readonly commitment: string;
  };
  readonly entry: string;
  readonly createdAt: Date;
}

/** As long as an answer may reasonably be. */
export const longestCorrection = 100_000;
