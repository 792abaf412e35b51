import { createHash } from 'node:crypto';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Vault } from '../../platform/crypto/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { HostList } from '../../platform/host-list.ts';
import { post } from '../../platform/post.ts';
import { Problem } from '../../platform/problem.ts';
import type { Found } from '../classes/index.ts';
import { lately } from '../lately.ts';
import { readAnswer, requestBody } from './answer.ts';
import { secretPlace } from './detector.ts';
import { type StoredDetector, selectDetectors } from './store.ts';
import { readDetectorUrl } from './url.ts';

/** A request holds so much text at most; what is longer alone goes alone. */
const mostTexts = 200;
const mostCharacters = 400_000;
const answerBytes = 4_194_304;
/** Texts whose findings are remembered, of all organizations. */
const remembered = 20_000;

export interface AskParts {
  readonly reader: Reader;
  readonly vault: Vault;
  readonly detectorHosts: HostList;
}

/** What came of asking one detector. */
export type Asked =
  | { readonly ok: true; readonly found: readonly (readonly Found[])[] }
  | { readonly ok: false; readonly why: string };

/** What the detectors of an organization found in some texts, in their order. */
export interface Outside {
  readonly found: readonly (readonly Found[])[];
  /** The name of one that did not answer and without which nothing goes on; null when all is well. */
  readonly refusedBy: string | null;
  /** Names of those that did not answer, and that may be done without. */
  readonly absent: readonly string[];
}

/** Asks every detector of an organization about texts. Never throws for what a detector does. */
export type AskOutside = (texts: readonly string[]) => Promise<Outside>;

/** How to ask the detectors of an organization; null while it has none. */
export type LookOutside = (organization: OrganizationId) => Promise<AskOutside | null>;

export function lookOutside(parts: AskParts): LookOutside {
  const inForce = lately((organization) => selectDetectors(parts.reader, organization));
  const memory = new Map<string, readonly Found[]>();
  return async (organization) => {
    const detectors = await inForce(organization);
    return detectors.length === 0 ? null : (texts) => askAll(parts, memory, detectors, texts);
  };
}

async function askAll(
  parts: AskParts,
  memory: Map<string, readonly Found[]>,
  detectors: readonly StoredDetector[],
  texts: readonly string[],
): Promise<Outside> {
  const answers = await Promise.all(detectors.map((one) => rememberedAsk(parts, memory, one, texts)));
  const silent = detectors.filter((_, at) => answers[at]?.ok !== true);
  return {
    found: texts.map((_, at) => answers.flatMap((answer) => (answer.ok ? (answer.found[at] ?? []) : []))),
    refusedBy: silent.find(({ onFailure }) => onFailure === 'refuse')?.name ?? null,
    absent: silent.map(({ name }) => name),
  };
}

/** Asks for what is not remembered by the digest of the text; a failure is remembered by nobody. */
async function rememberedAsk(
  parts: AskParts,
  memory: Map<string, readonly Found[]>,
  detector: StoredDetector,
  texts: readonly string[],
): Promise<Asked> {
  const keys = texts.map((text) => `${detector.id} ${createHash('sha256').update(text).digest('base64')}`);
  const missing = [...new Set(texts.filter((_, at) => !memory.has(keys[at] ?? '')))];
  const fresh = new Map<string, readonly Found[]>();
  for (const batch of batches(missing)) {
    const asked = await askDetector(parts, detector, batch);
    if (!asked.ok) return asked;
    for (const [at, text] of batch.entries()) fresh.set(text, asked.found[at] ?? []);
  }
  const found = texts.map((text, at) => fresh.get(text) ?? memory.get(keys[at] ?? '') ?? []);
  for (const [at, text] of texts.entries()) if (fresh.has(text)) memory.set(keys[at] ?? '', found[at] ?? []);
  for (const key of memory.keys()) {
    if (memory.size <= remembered) break;
    memory.delete(key);
  }
  return { ok: true, found };
}

function* batches(texts: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    if (batch.length === mostTexts || (batch.length > 0 && characters + text.length > mostCharacters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(text);
    characters += text.length;
  }
  if (batch.length > 0) yield batch;
}

/** Asks one detector once. Not retried: the call waits. */
export async function askDetector(
  { vault, detectorHosts }: Pick<AskParts, 'vault' | 'detectorHosts'>,
  { organization, id, url, timeoutMs, secretWrapped }: StoredDetector,
  texts: readonly string[],
): Promise<Asked> {
  const secret =
    secretWrapped === null
      ? undefined
      : Buffer.from(vault.unwrap(secretWrapped, secretPlace(organization, id))).toString('utf8');
  try {
    // The operator's list may have become shorter since it was set up.
    const to = readDetectorUrl(url, detectorHosts);
    const headers = {
      'user-agent': 'Countersign-Detector',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    };
    const { status, answer, error } = await post(to, headers, requestBody(texts), { timeoutMs, answerBytes });
    if (error !== null) return { ok: false, why: error };
    if (status !== 200) return { ok: false, why: `it answered ${status}` };
    return readAnswer(answer, texts);
  } catch (error) {
    if (error instanceof Problem) return { ok: false, why: error.code };
    throw error;
  }
}
