/**
 * The independent, offline verifier of Countersign's ledgers: zero dependencies, no server, no network. It is written from the
 * specifications (RFC 9162, RFC 8785, RFC 8032, C2SP) and shares no code with the server. Formats: docs/formats.md.
 */
export {
  type BundleAnswer,
  type BundleOptions,
  bundleFormat,
  bundleMediaType,
  verifyBundle,
} from './bundle.ts';
export {
  canonicalize,
  isJson,
  type Json,
  type JsonObject,
  parseCanonicalBytes,
  parseJson,
} from './canonical.ts';
export { type Checkpoint, openCheckpoint, organizationOf, parseCheckpoint } from './checkpoint.ts';
export {
  type ContinuationAnswer,
  type ContinuationOptions,
  consistencyFormat,
  verifyContinuation,
} from './continuation.ts';
export {
  type Cosignature,
  cosignaturesOf,
  parseWitnessKey,
  type TrustedWitnesses,
  type Witnessed,
} from './cosignature.ts';
export { portableVerifyEd25519, verifyEd25519 } from './ed25519.ts';
export { type Entry, readEntry } from './entry.ts';
export {
  type EvidenceAnswer,
  type EvidenceContent,
  type EvidenceEntry,
  type EvidenceWitnesses,
  evidenceFormat,
  verifyEvidence,
} from './evidence.ts';
export {
  type AcceptedRollback,
  type ExportAnswer,
  type ExportOptions,
  linesOf,
  verifyExport,
} from './export.ts';
export { exportFormat, exportMediaType } from './export-line.ts';
export { CompactRange, leafHash, nodeHash, verifyConsistency, verifyInclusion } from './merkle.ts';
export {
  type Note,
  type NoteSignature,
  parseNote,
  parseVerifierKey,
  type VerifierKey,
  verifyNote,
} from './note.ts';
export type { ProvenEntry } from './proven.ts';
export { answering, type IndexRange, type Reason, type Refusal, Refused } from './refusal.ts';
export { portableSha256, sha256 } from './sha256.ts';
export { formatTlogProof, parseTlogProof, type TlogProof, verifyTlogProof } from './tlog-proof.ts';
