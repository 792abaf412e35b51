import { createHash } from 'node:crypto';
import { authorize, type Principal } from '../access/index.ts';
import type { EntryId } from '../ledger/index.ts';
import type { Oid, PublishedVersion } from '../libraries/index.ts';
import { canonicalJson, type JsonObject } from '../platform/canonical-json.ts';
import type { Tx } from '../platform/db/index.ts';
import { act, underLock } from './act.ts';
import { clearEmergencies } from './break-glass/store.ts';
import { staleRevision } from './decide.ts';
import { type ChangesParts, type Dossier, openDossier, outcomeOf, resourceOfChange } from './dossier.ts';
import { refuseUnapproved } from './publish-guard.ts';
import { refuseRecalled } from './recalls/refuse-recalled.ts';
import { draftNotes } from './release-notes.ts';
import { holdRequirements } from './requirement/publishing.ts';
import { moveStage } from './store/changes.ts';
import { insertOutcome } from './store/outcomes.ts';

/** What the publisher saw, and says about it. */
export interface PublishInput {
  readonly revision: Oid;
  readonly digest: string;
  /** Release notes; without, what the commits said. */
  readonly notes?: string | undefined;
}

/** A published change: what became of its assets, and when and under which entry. */
export interface Published {
  readonly versions: readonly PublishedVersion[];
  readonly commit: Oid;
  readonly entry: EntryId;
  readonly at: Date;
}

/** What lets a change go live, and what else happens in the same transaction. */
export interface Guard {
  readonly action: 'change.publish' | 'break_glass.create';
  /** Refuses, on the change as it is under the lock. @throws Problem */
  check(now: Dossier, principal: Principal): void;
  /** More of the same transaction, after the move. Gives what it adds to the entry. */
  also(tx: Tx, now: Dossier, published: Published): Promise<JsonObject>;
}

const ofApprovals: Guard = {
  action: 'change.publish',
  check: refuseUnapproved,
  also: async () => ({}),
};

/**
 * The one publish path, also of what was scheduled and of emergencies, which only bring another guard. In one transaction: locks the
 * change, derives its standing from the decisions of this moment (who may decide is checked again), moves `main` only if the content is
 * exactly what was approved, numbers the versions, moves the environment.
 * @throws Problem `change.publish.not_approved` 409 with what is missing, `change.publish.stale_revision` 409, `change.publish.conflict` 409,
 *   `change.publish.not_asked` 403, `change.publish.recalled` 409
 */
export async function publishChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  input: PublishInput,
  guard: Guard = ofApprovals,
): Promise<readonly PublishedVersion[]> {
  const dossier = await openDossier(parts, principal, id);
  const notes =
    input.notes ??
    draftNotes(
      dossier.change.title,
      await parts.libraries.messagesSince(dossier.library, dossier.comparison.head),
    );
  return act(parts, principal, dossier, guard.action, async (tx, locked, entry, at) => {
    await holdRequirements(tx, locked, dossier.comparison);
    const now = await underLock(parts, dossier, locked, tx);
    // What it holds under the lock may be more than what was looked at before.
    authorize(principal, guard.action, resourceOfChange(now));
    const { comparison, standing } = now;
    if (input.revision !== comparison.head || input.digest !== comparison.digest)
      throw staleRevision(guard.action, now);
    guard.check(now, principal);
    await refuseRecalled(tx, guard.action, now.library, headsOf(now));
    // Commit point: `main`, versions, pointers, the change's stage and the entry become durable together, or none does.
    const { commit, versions } = await parts.libraries.publish(tx, now.library, {
      head: comparison.head,
      expectedDigest: comparison.digest,
      environment: locked.environment,
      change: locked.id,
      publisher: principal,
      entry,
      message: `${locked.title}\n\nChange: ${locked.id}\n`,
      reason: locked.title,
      kind: guard.action === 'change.publish' ? 'publish' : 'break_glass',
      notes,
      at,
    });
    await moveStage(tx, locked, 'published', at, { revision: comparison.head, base: comparison.main });
    await insertOutcome(tx, locked.organization, locked.id, outcomeOf(now));
    if (guard.action === 'change.publish') await clearEmergencies(tx, now.library, headsOf(now), at);
    const more = await guard.also(tx, now, { versions, commit, entry, at });
    return {
      value: versions,
      data: {
        revision: comparison.head,
        digest: comparison.digest,
        commit,
        requirement: now.facts.requirement.version,
        decisions: standing.counting.map((decision) => decision.entry),
        ...versionsInEntry(versions),
        ...more,
      },
      detail: `${guard.action === 'change.publish' ? 'published' : 'broke the glass and published'} to ${locked.environment}: ${namedVersions(versions)}`,
    };
  });
}

const headsOf = ({ comparison }: Dossier) =>
  comparison.assets.flatMap(({ path, head }) => (head === null ? [] : [{ path, digest: head.digest }]));

/** How many versions an entry lists one by one: paths are long, and an entry has at most 64 KiB. */
const listedVersions = 40;

/** All versions as one digest and a count, and the first ones in full: enough to prove any of them together with the list itself. */
export function versionsInEntry(versions: readonly PublishedVersion[]): JsonObject {
  const all = versions.map(({ path, number, digest }) => ({ path, number, digest }));
  const digest = createHash('sha256').update(canonicalJson(all)).digest('hex');
  return {
    versions: all.slice(0, listedVersions),
    versionCount: all.length,
    versionsDigest: `sha256:${digest}`,
  };
}

function namedVersions(versions: readonly PublishedVersion[]): string {
  if (versions.length === 0) return 'a deletion';
  const named = versions.slice(0, 5).map(({ path, number }) => `${path}@${number}`);
  const more = versions.length - named.length;
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}
