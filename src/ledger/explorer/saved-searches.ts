import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Clock } from '../../platform/clock.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import type { Recorder } from '../ledger.ts';
import { deleteSearch, insertSearch, listSearches, type SavedSearch } from '../store/explorer.ts';

export interface ExplorerParts extends Recorder {
  readonly reader: Reader;
  readonly clock: Clock;
}

const mostSearches = 100;

/** Saves a search for oneself. @throws Problem 409 `saved_search.create.name_taken`, `.too_many` */
export async function createSearch(
  parts: ExplorerParts,
  organization: OrganizationId,
  actor: Actor,
  asked: { readonly name: string; readonly query: JsonObject },
): Promise<SavedSearch> {
  const search = { id: newId('sea'), owner: actor.id, ...asked, madeAt: parts.clock.now() };
  return parts.record(async (tx) => {
    const own = await listSearches(tx, organization, actor.id);
    if (own.length >= mostSearches)
      throw refused('too_many', 'You have a hundred saved searches. Delete one first.');
    if (!(await insertSearch(tx, organization, search)))
      throw refused(
        'name_taken',
        'You have a saved search of that name. Choose another name, or delete that one.',
      );
    return {
      value: search,
      entry: {
        organization,
        action: 'saved_search.create',
        actor,
        subject: { kind: 'saved_search', id: search.id },
        data: { commitment: commitTo(`${asked.name} ${JSON.stringify(asked.query)}`).commitment },
      },
    };
  });
}

/** Deletes one's own. @throws Problem 404 */
export async function removeSearch(
  parts: ExplorerParts,
  organization: OrganizationId,
  actor: Actor,
  id: string,
): Promise<void> {
  await parts.record(async (tx) => {
    if (!isId('sea', id) || (await deleteSearch(tx, organization, actor.id, id)) === undefined)
      throw notFound();
    return {
      value: undefined,
      entry: {
        organization,
        action: 'saved_search.delete',
        actor,
        subject: { kind: 'saved_search', id },
        data: {},
      },
    };
  });
}

function refused(reason: string, detail: string): Problem {
  return new Problem({ code: `saved_search.create.${reason}`, status: 409, detail });
}
