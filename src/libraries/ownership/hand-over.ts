import { createHash } from 'node:crypto';
import {
  actorOf,
  authorize,
  type LibraryId,
  libraryVisibility,
  type PersonId,
  type Principal,
  theOrganization,
} from '../../access/index.ts';
import type { Actor, EntryDraft, Follower, OrganizationId } from '../../ledger/index.ts';
import { canonicalJson } from '../../platform/canonical-json.ts';
import type { Tx } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { LibrariesParts } from '../parts.ts';
import { findLibrary, lockLibrary } from '../store/library-rows.ts';
import { mayOwn } from './assign-owner.ts';
import { insertOwners, type OwnedAsset, ownedBy } from './store.ts';

export interface HandOver {
  readonly from: PersonId;
  readonly to: PersonId;
}

/** What came of a hand-over. `kept` stays with `from`: their successor may not see those libraries. */
export interface HandedOver {
  readonly moved: readonly OwnedAsset[];
  readonly kept: readonly OwnedAsset[];
}

/**
 * Gives everything that one person owns to another, in one step. For the person themselves, and for those who hold `owner.hand_over`.
 * Only assets of libraries that the caller may see. Entry `owner.hand_over`.
 * @throws Problem `owner.hand_over.forbidden` 403, `owner.hand_over.same` 422, `owner.hand_over.not_active` 422, 404 for nobody
 */
export async function handOver(
  parts: LibrariesParts,
  principal: Principal,
  { from, to }: HandOver,
): Promise<HandedOver> {
  authorize(principal, from === principal.id ? 'owner.list' : 'owner.hand_over', theOrganization);
  const { organization } = principal;
  if ((await parts.access.personById(organization, from)) === undefined) throw notFound();
  if (from === to)
    throw new Problem({
      code: 'owner.hand_over.same',
      status: 422,
      detail: 'Choose somebody else to hand over to.',
    });
  if ((await parts.access.personById(organization, to))?.active !== true)
    throw new Problem({
      code: 'owner.hand_over.not_active',
      status: 422,
      detail: 'The new owner must be an active person of this organization. Choose another.',
    });
  return parts.ledger.record(async (tx) => {
    const assets = await ownedBy(tx, organization, from, libraryVisibility(principal, 'asset.list'));
    const value = await move(parts, tx, organization, { from, to }, assets, principal.id);
    return { entry: entryOf(organization, actorOf(principal), { from, to }, value), value };
  });
}

/** When somebody leaves and a successor was named, what they owned becomes the successor's: design.md §2, subscribing to the left. */
export function handOverOfLeavers(parts: LibrariesParts): Follower {
  return {
    name: 'libraries/hand_over',
    actions: ['person.deactivate'],
    react: async (tx, { organization, subject, actor, data, id }) => {
      const { successor } = data;
      if (typeof successor !== 'string' || !isId('per', successor) || !isId('per', subject.id)) return [];
      const handed = { from: subject.id, to: successor };
      const assets = await ownedBy(tx, organization, handed.from);
      if (assets.length === 0) return [];
      const value = await move(parts, tx, organization, handed, assets, actor.id);
      return [entryOf(organization, actor, handed, value, id)];
    },
  };
}

/** Libraries are locked in one order, so that two hand-overs cannot wait for each other. */
async function move(
  parts: LibrariesParts,
  tx: Tx,
  organization: OrganizationId,
  { from, to }: HandOver,
  assets: readonly OwnedAsset[],
  by: string,
): Promise<HandedOver> {
  const moved: OwnedAsset[] = [];
  const kept: OwnedAsset[] = [];
  const libraries = [...new Set(assets.map(({ library }) => library))].sort();
  const fit = new Set<LibraryId>();
  for (const id of libraries) {
    const library = await findLibrary(tx, organization, { id });
    if (library === undefined) continue;
    await lockLibrary(tx, library);
    if (await mayOwn(parts, library, to)) fit.add(id);
  }
  // Read again under the locks: what was given away meanwhile is not taken back.
  const still = new Set((await ownedBy(tx, organization, from)).map(nameOf));
  for (const asset of assets)
    if (still.has(nameOf(asset))) (fit.has(asset.library) ? moved : kept).push(asset);
  await insertOwners(tx, organization, moved, { owner: to, at: parts.clock.now(), by });
  return { moved, kept };
}

const nameOf = ({ library, path }: OwnedAsset) => `${library} ${path}`;

/** The entry holds how many and a digest over which: the list itself may be longer than an entry. */
function entryOf(
  organization: OrganizationId,
  actor: Actor,
  { from, to }: HandOver,
  { moved, kept }: HandedOver,
  because?: string,
): EntryDraft {
  const list = canonicalJson(moved.map(({ library, path }) => [library, path]));
  const assets = `sha256:${createHash('sha256').update(list).digest('hex')}`;
  return {
    organization,
    action: 'owner.hand_over',
    actor,
    subject: { kind: 'person', id: from },
    data: {
      to,
      moved: moved.length,
      kept: kept.length,
      assets,
      ...(because === undefined ? {} : { because }),
    },
  };
}
