import { type BundleAnswer, bundleFormat, verifyBundle } from './bundle.ts';
import { decodeBase64, encodeHex } from './bytes.ts';
import { canonicalize, isJsonObject, type Json, type JsonObject } from './canonical.ts';
import { type TrustedWitnesses, type Witnessed, witnessedBy } from './cosignature.ts';
import { type ProvenEntry, readFile } from './proven.ts';
import { answering, type Reason, type Refusal, Refused } from './refusal.ts';
import { sha256 } from './sha256.ts';

/** The format name of an evidence file (docs/formats.md, "Evidence"). */
export const evidenceFormat = 'countersign.evidence/1';

/** One entry of the file, whether it is proven, and if not, why. */
export type EvidenceEntry =
  | ({ ok: true } & ProvenEntry)
  | { ok: false; index: number; reason: Reason; sentence: string };

/** Content that the file shows, and whether it is what the named entry committed to. */
export type EvidenceContent = { execution: string; kind: string; ok: boolean };

/**
 * Whether enough witnesses cosigned the head. `pinned` is false where they are those that the file names: then whoever made it chose them.
 */
export type EvidenceWitnesses =
  | ({ ok: true; pinned: boolean } & Witnessed)
  | { ok: false; pinned: boolean; reason: Reason; sentence: string };

/**
 * `ok` when everything in the file holds: every entry is proven under the one signed head, the report is byte for byte what the
 * server recorded when it was exported, all shown content is what was committed to, and, where the caller
 * trusts witnesses, enough of them cosigned. Otherwise the parts say which does not.
 */
export type EvidenceAnswer =
  | {
      ok: boolean;
      report: JsonObject;
      proof: BundleAnswer;
      entries: EvidenceEntry[];
      /** Whether the report is the one whose digest the entry `evidence.export` holds. */
      reportHolds: boolean;
      contents: EvidenceContent[];
      /** Undefined where neither the caller nor the file names witnesses. */
      witnesses?: EvidenceWitnesses;
    }
  | Refusal;

/**
 * Verifies an evidence file: its bytes, its text or the parsed value. `key`: one of the log's vkeys, got by another way than the file;
 * so are the witnesses. Goes on after the first fault, so that every part that does not hold is named.
 */
export function verifyEvidence(
  file: unknown,
  { witnesses: trusted, ...options }: { key?: string; witnesses?: TrustedWitnesses } = {},
): Promise<EvidenceAnswer> {
  return answering(async () => {
    const members = ['export', 'format', 'proof', 'report'];
    const { export: exported, proof, report } = readFile(file, evidenceFormat, members, []);
    if (!isJsonObject(report) || !isJsonObject(proof) || typeof exported !== 'string')
      throw new Refused('file.malformed', 'The evidence is malformed: it has no report, proof or export.');
    const whole = await verifyBundle(proof, options);
    const entries = whole.ok
      ? whole.entries.map((entry) => ({ ok: true as const, ...entry }))
      : await eachAlone(proof, options);
    const proven = entries.flatMap((entry) => (entry.ok ? [entry.entry] : []));
    const record = proven.find(({ id }) => id === exported);
    const digest = `sha256:${encodeHex(sha256(new TextEncoder().encode(canonicalize(report))))}`;
    const reportHolds = record?.action === 'evidence.export' && record.data.report === digest;
    const contents = contentsOf(report).map((content) => checkContent(content, proven));
    const witnesses = whole.ok ? await checkWitnesses(proof, whole.treeSize, report, trusted) : undefined;
    const ok =
      whole.ok &&
      reportHolds &&
      contents.every((content) => content.ok) &&
      !(witnesses?.ok === false && witnesses.pinned);
    const said = witnesses === undefined ? {} : { witnesses };
    return { ok, report, proof: whole, entries, reportHolds, contents, ...said };
  });
}

async function checkWitnesses(
  proof: JsonObject,
  treeSize: number,
  report: JsonObject,
  trusted: TrustedWitnesses | undefined,
): Promise<EvidenceWitnesses | undefined> {
  const named = trusted ?? namedBy(report);
  const pinned = trusted !== undefined;
  const answer = await answering(async () => ({
    ok: true as const,
    witnessed: await witnessedBy(named, String(proof.checkpoint), treeSize),
  }));
  if (!answer.ok) return { ok: false, pinned, reason: answer.reason, sentence: answer.sentence };
  return answer.witnessed === undefined ? undefined : { ok: true, pinned, ...answer.witnessed };
}

/** The witnesses that the report says the log has. */
function namedBy({ witnesses }: JsonObject): TrustedWitnesses | undefined {
  if (!isJsonObject(witnesses) || !Array.isArray(witnesses.keys) || typeof witnesses.need !== 'number')
    return undefined;
  const keys = witnesses.keys.filter((key: Json) => typeof key === 'string');
  return keys.length === 0 ? undefined : { keys, need: witnesses.need };
}

/** The file's proof holds for some entries and not for others: each is tried by itself. */
async function eachAlone(proof: JsonObject, options: { key?: string }): Promise<EvidenceEntry[]> {
  if (proof.format !== bundleFormat || !Array.isArray(proof.entries)) return [];
  const items: readonly Json[] = proof.entries;
  return Promise.all(
    items.map(async (item, place): Promise<EvidenceEntry> => {
      const alone = await verifyBundle({ ...proof, entries: [item] }, options);
      const [entry] = alone.ok ? alone.entries : [];
      if (entry !== undefined) return { ok: true, ...entry };
      const claimed = isJsonObject(item) && typeof item.index === 'number' ? item.index : place;
      const { reason, sentence } = alone.ok
        ? { reason: 'file.malformed' as const, sentence: 'It holds nothing.' }
        : alone;
      return { ok: false, index: claimed, reason, sentence };
    }),
  );
}

function contentsOf(report: JsonObject): readonly JsonObject[] {
  return Array.isArray(report.contents) ? report.contents.filter((content) => isJsonObject(content)) : [];
}

/** The commitment is SHA-256 over salt ‖ text; a proven entry of that execution must hold it. */
function checkContent(content: JsonObject, proven: readonly ProvenEntry['entry'][]): EvidenceContent {
  const { execution, kind, salt, text } = content;
  const bytes = typeof salt === 'string' ? decodeBase64(salt) : undefined;
  const claim = { execution: String(execution), kind: String(kind) };
  if (bytes === undefined || typeof text !== 'string') return { ...claim, ok: false };
  const words = new TextEncoder().encode(text);
  const salted = new Uint8Array(bytes.length + words.length);
  salted.set(bytes);
  salted.set(words, bytes.length);
  const commitment = `sha256:${encodeHex(sha256(salted))}`;
  const holds = proven.some(
    ({ subject, data }) => subject.id === execution && data[claim.kind] === commitment,
  );
  return { ...claim, ok: holds && (kind === 'input' || kind === 'output') };
}
