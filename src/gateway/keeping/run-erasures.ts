import type { EntryDraft } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { newId } from '../../platform/id.ts';
import type { ExecutionId } from '../execution.ts';
import { openContent } from '../open-content.ts';
import { type Erasure, holdsWords } from './keeping.ts';
import type { KeepingParts } from './parts.ts';
import { erasable, eraseContent, leftOver } from './store/content.ts';
import { erasuresUnderWay, findErasure, updateErasure } from './store/erasures.ts';
import { lockKeeping } from './store/holds.ts';

const batch = 200;

/** Thrown inside a transaction to leave nothing behind: another node is further. */
class Overtaken extends Error {}

/**
 * Carries out what was approved, batch by batch: each is one transaction with its entry, so a crash loses nothing and repeats nothing.
 * Safe on several nodes: a lock and the row's own place let one do each batch. A legal hold that commits first keeps what it names.
 * @returns how many erasures came to their end now
 */
export async function runErasures(parts: KeepingParts): Promise<number> {
  let ended = 0;
  for (const erasure of await erasuresUnderWay(parts.reader)) if (await carryOut(parts, erasure)) ended += 1;
  return ended;
}

async function carryOut(parts: KeepingParts, given: Erasure): Promise<boolean> {
  // Words are looked for once in each content, so all of it must be there before the search begins.
  const isSearch = given.kind === 'words';
  if (isSearch && (await leftOver(parts.reader, given)).running > 0) return false;
  for (let erasure = given; ; ) {
    const ids = await erasable(parts.reader, erasure, batch);
    const last = ids.at(-1);
    if (last === undefined) return end(parts, erasure);
    const chosen = await matching(parts, erasure, ids);
    const further = await eraseBatch(parts, erasure, chosen, isSearch ? last : '').catch(unlessOvertaken);
    if (further === undefined) return false;
    erasure = further;
  }
}

/** Those whose content holds the words, when words are looked for. */
async function matching(
  parts: KeepingParts,
  { organization, kind, words }: Erasure,
  ids: readonly ExecutionId[],
): Promise<readonly ExecutionId[]> {
  if (kind !== 'words' || words === null) return ids;
  const found: ExecutionId[] = [];
  for (const id of ids) {
    const { input, output } = await openContent(parts, organization, id);
    if (holdsWords([input?.text, output?.text], words)) found.push(id);
  }
  return found;
}

async function eraseBatch(
  parts: KeepingParts,
  erasure: Erasure,
  chosen: readonly ExecutionId[],
  lookedAt: string,
): Promise<Erasure> {
  const { organization } = erasure;
  return parts.ledger.record(async (tx) => {
    await lockKeeping(tx, organization);
    const now = await findErasure(tx, organization, erasure.id);
    if (now?.state !== 'under_way' || now.lookedAt !== erasure.lookedAt) throw new Overtaken();
    // Under the lock, so that a hold that was placed meanwhile counts.
    const allowed = new Set(await erasable(tx, erasure, batch));
    const ids = chosen.filter((id) => allowed.has(id));
    const erased = await eraseContent(tx, organization, ids, parts.clock.now(), erasure.id);
    const further = { ...erasure, lookedAt, erased: now.erased + erased.length };
    await updateErasure(tx, erasure, { looked_at: lookedAt, erased: further.erased });
    const data = { executions: erased, upTo: lookedAt === '' ? null : lookedAt };
    return { value: further, entry: entryOf(erasure, 'erasure.erase', data) };
  });
}

/** Over when nothing that it is about still runs. What a hold kept is said, and stays. */
async function end(parts: KeepingParts, erasure: Erasure): Promise<boolean> {
  const { organization } = erasure;
  const { running, held } = await leftOver(parts.reader, erasure);
  if (running > 0) return false;
  const ended = await parts.ledger
    .record(async (tx) => {
      await lockKeeping(tx, organization);
      const now = await findErasure(tx, organization, erasure.id);
      if (now?.state !== 'under_way') throw new Overtaken();
      const entry = {
        ...entryOf(erasure, 'erasure.complete', { erased: now.erased, held }),
        id: newId('ent'),
      };
      const over = { state: 'done', words: null, ended_at: parts.clock.now(), end_entry: entry.id } as const;
      await updateErasure(tx, erasure, { ...over, held });
      return { value: true, entry };
    })
    .catch(unlessOvertaken);
  return ended === true;
}

function entryOf({ organization, id }: Erasure, action: string, data: JsonObject): EntryDraft {
  const actor = { kind: 'system', id: 'gateway' } as const;
  return { organization, action, actor, subject: { kind: 'erasure', id }, data };
}

function unlessOvertaken(error: unknown): undefined {
  if (!(error instanceof Overtaken)) throw error;
}
