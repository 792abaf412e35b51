import {
  answering,
  cosignaturesOf,
  parseCheckpoint,
  parseVerifierKey,
  parseWitnessKey,
  verifyConsistency,
  verifyNote,
} from '../clients/sdk/src/verify.ts';
import type { LogChecks } from './ledger/index.ts';

/** The SDK's verifier, as the ledger asks it about what others signed. */
export const logChecks: LogChecks = {
  openCheckpoint: async (note, keys) => {
    const answer = await answering(async () => {
      const known = keys.map(parseVerifierKey);
      const head = parseCheckpoint(await verifyNote(note, known));
      return { ok: true as const, head, known: known.some(({ name }) => name === head.origin) };
    });
    if (answer.ok) return answer.known ? answer.head : 'unsigned';
    const unsigned = ['note.unsigned', 'note.bad_signature'].includes(answer.reason);
    return unsigned ? 'unsigned' : 'malformed';
  },
  continues: (older, newer, proof) =>
    verifyConsistency(older.treeSize, newer.treeSize, older.rootHash, newer.rootHash, proof),
  cosignedAt: async (note, witness) => {
    const answer = await answering(async () => ({
      ok: true as const,
      found: await cosignaturesOf(note, [witness]),
    }));
    const [cosignature] = answer.ok ? answer.found : [];
    return cosignature === undefined ? undefined : new Date(cosignature.at);
  },
  nameOfLog: (key) => nameOf(() => parseVerifierKey(key).name),
  nameOfWitness: (key) => nameOf(() => parseWitnessKey(key).name),
};

function nameOf(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
