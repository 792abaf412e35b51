import { type Action, actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { EntryDraft, Ledger } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Clock } from '../../platform/clock.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { type Asked, type AskParts, askDetector } from './ask.ts';
import { mostDetectors, type OnFailure, type OutsideDetector, secretPlace } from './detector.ts';
import { endStored, insertDetector, type StoredDetector, selectDetectors } from './store.ts';
import { readDetectorUrl } from './url.ts';

export interface DetectorParts extends AskParts {
  readonly ledger: Pick<Ledger, 'record'>;
  readonly clock: Clock;
}

export interface NewDetector {
  readonly name: string;
  readonly url: string;
  readonly secret: string | null;
  readonly timeoutMs: number;
  readonly onFailure: OnFailure;
}

function entryOf(principal: Principal, action: Action, id: string, data: JsonObject): EntryDraft {
  const { organization } = principal;
  return { organization, action, actor: actorOf(principal), subject: { kind: 'detector', id }, data };
}

/**
 * Sets a detector up: from the next quarter of a second on every call waits for it. Its secret is in no answer. Entry `detector.create`,
 * which says what happens when it does not answer.
 * @throws Problem `detector.create.url_refused`, `detector.create.host_not_allowed` 422, `detector.create.too_many` 409
 */
export async function createDetector(
  parts: DetectorParts,
  principal: Principal,
  { name, url, secret, timeoutMs, onFailure }: NewDetector,
): Promise<OutsideDetector> {
  authorize(principal, 'detector.create', theOrganization);
  const { organization } = principal;
  const id = newId('det');
  const detector: StoredDetector = {
    ...{ organization, id, name, timeoutMs, onFailure, url: readDetectorUrl(url, parts.detectorHosts) },
    ...{ createdBy: principal.id, createdAt: parts.clock.now() },
    secretWrapped:
      secret === null ? null : parts.vault.wrap(Buffer.from(secret), secretPlace(organization, id)),
  };
  return parts.ledger.record(async (tx) => {
    if ((await selectDetectors(tx, organization)).length >= mostDetectors)
      throw new Problem({
        code: 'detector.create.too_many',
        status: 409,
        detail: `An organization has at most ${mostDetectors} detectors, for every call waits for all of them. End one first.`,
      });
    await insertDetector(tx, detector);
    const data = { name, host: new URL(detector.url).host, timeoutMs, onFailure };
    return { value: detector, entry: entryOf(principal, 'detector.create', id, data) };
  });
}

/** Calls are not sent there any more. Entry `detector.end`. @throws 404 */
export async function endDetector(parts: DetectorParts, principal: Principal, id: string): Promise<void> {
  authorize(principal, 'detector.end', theOrganization);
  await parts.ledger.record(async (tx) => {
    if (!isId('det', id) || !(await endStored(tx, principal.organization, id, parts.clock.now())))
      throw notFound();
    return { value: undefined, entry: entryOf(principal, 'detector.end', id, {}) };
  });
}

/** Sends one text there, and says what came of it. Entry `detector.test`, without the text. @throws 404 */
export async function testDetector(
  parts: DetectorParts,
  principal: Principal,
  id: string,
  text: string,
): Promise<Asked & { readonly durationMs: number }> {
  authorize(principal, 'detector.test', theOrganization);
  const detectors = await selectDetectors(parts.reader, principal.organization);
  const detector = detectors.find((one) => one.id === id);
  if (detector === undefined) throw notFound();
  const started = performance.now();
  const asked = await askDetector(parts, detector, [text]);
  const durationMs = Math.round(performance.now() - started);
  const data = { answered: asked.ok, durationMs };
  await parts.ledger.record(async () => ({
    value: undefined,
    entry: entryOf(principal, 'detector.test', id, data),
  }));
  return { ...asked, durationMs };
}
