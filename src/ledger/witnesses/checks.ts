/** A head that a log's key signed. */
export interface CheckedHead {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
}

/**
 * How what others signed is checked. The composition root hands in the SDK's verifier, which shares no code with what writes logs here:
 * so a witness's judgment rests on the same program as an auditor's.
 */
export interface LogChecks {
  /** A checkpoint that one of these keys signed, all of one origin; or what is wrong with it. */
  openCheckpoint(note: string, keys: readonly string[]): Promise<CheckedHead | 'malformed' | 'unsigned'>;
  /** Whether the proof leads from the older head to the newer one. */
  continues(
    older: Pick<CheckedHead, 'treeSize' | 'rootHash'>,
    newer: Pick<CheckedHead, 'treeSize' | 'rootHash'>,
    proof: readonly Uint8Array[],
  ): boolean;
  /** When this witness cosigned a note; undefined when it did not, or its line does not hold. */
  cosignedAt(note: string, witness: string): Promise<Date | undefined>;
  /** The name of a verifier key of a log, or of a witness; undefined when it is none. */
  nameOfLog(key: string): string | undefined;
  nameOfWitness(key: string): string | undefined;
}
