import { setTimeout as sleep } from 'node:timers/promises';
import { createBell } from '../platform/bell.ts';
import type { Reader } from '../platform/db/index.ts';
import type { Log } from '../platform/log.ts';
import { entryOf, type OrganizationId } from './entry.ts';
import { caughtUpInBatches } from './follow-batches.ts';
import type { BatchFollower, Follower } from './ledger.ts';
import { appendEntries, type RecordParts } from './record.ts';

export interface FollowParts extends RecordParts {
  readonly reader: Reader;
  readonly log: Log;
}

/** How often every log is looked at, whoever integrated it: finds what a node that died did not react to. */
const pollMs = 5_000;
const retryMs = 1_000;
const batch = 100;

/**
 * Runs followers until stopped (the contract is `Follower`'s). The first round looks at every log. Never throws: what fails is logged,
 * and tried again.
 */
export function startFollowers(
  parts: FollowParts,
  followers: readonly (Follower | BatchFollower)[],
): Running {
  // Those of what is frequent go by themselves: one entry at a time, the others would hold them up.
  const groups = [
    followers.filter((follower) => !('reactAll' in follower)),
    followers.filter((follower) => 'reactAll' in follower),
  ].map((group) => startGroup(parts, group));
  return {
    integrated: (organization) => {
      for (const group of groups) group.integrated(organization);
    },
    stop: async () => {
      await Promise.all(groups.map((group) => group.stop()));
    },
  };
}

interface Running {
  integrated(organization: OrganizationId): void;
  stop(): Promise<void>;
}

function startGroup(parts: FollowParts, followers: readonly (Follower | BatchFollower)[]): Running {
  const bell = createBell();
  const waiting = new Set<OrganizationId>();
  /** Up to where all of them have reacted, or had nothing to react to, as this node saw it. */
  const seen = new Map<OrganizationId, number>();
  let lookedAtAll = 0;
  let stopping = false;

  const isHalted = (organization: OrganizationId) =>
    parts.stopped() !== undefined || parts.stoppedFor(organization) !== undefined;
  async function round(): Promise<void> {
    if (Date.now() - lookedAtAll >= pollMs) {
      for (const organization of await parts.store.logOrganizations(parts.reader)) waiting.add(organization);
      lookedAtAll = Date.now();
    }
    const now = [...waiting];
    waiting.clear();
    for (const organization of now) if (!(await allCaughtUp(organization))) waiting.add(organization);
  }

  /** Asks once what is new, and then only those whose actions are among it. The first time, all of them. */
  async function allCaughtUp(organization: OrganizationId): Promise<boolean> {
    const from = seen.get(organization);
    const { nextIndex, actions } = await parts.store.actionsSince(parts.reader, organization, from);
    let all = true;
    for (const follower of followers) {
      if (stopping || isHalted(organization)) return true;
      const isAwaited = from === undefined || isFor(follower, actions);
      if (isAwaited && !(await caughtUp(parts, follower, organization))) all = false;
    }
    if (all) seen.set(organization, nextIndex);
    return all;
  }

  async function run(): Promise<void> {
    while (!stopping) {
      await round().catch((error: unknown) => {
        lookedAtAll = 0;
        parts.log.error({ err: error }, 'followers cannot read the log');
      });
      if (waiting.size > 0 && !stopping) await sleep(retryMs);
      else await bell.wait(pollMs);
    }
  }

  const running = followers.length === 0 ? Promise.resolve() : run();
  return {
    integrated: (organization) => {
      waiting.add(organization);
      bell.ring();
    },
    stop: async () => {
      stopping = true;
      bell.ring();
      await running;
    },
  };
}

/** One that takes its entries in batches keeps a place in the log, and moves it past those of others too. */
function isFor(follower: Follower | BatchFollower, actions: ReadonlySet<string>): boolean {
  return 'reactAll' in follower ? actions.size > 0 : follower.actions.some((action) => actions.has(action));
}

/** @returns false when something is left to do */
async function caughtUp(
  parts: FollowParts,
  follower: Follower | BatchFollower,
  organization: OrganizationId,
): Promise<boolean> {
  try {
    if ('reactAll' in follower) return await caughtUpInBatches(parts, follower, organization);
    const due = await parts.store.dueLeaves(
      parts.reader,
      organization,
      follower.name,
      follower.actions,
      batch,
    );
    for (const { index, leaf } of due) await react(parts, follower, organization, index, leaf);
    return due.length < batch;
  } catch (error) {
    parts.log.error(
      { err: error, organization, follower: follower.name },
      'a follower failed and left nothing',
    );
    return false;
  }
}

async function react(
  parts: FollowParts,
  follower: Follower,
  organization: OrganizationId,
  index: number,
  leaf: Uint8Array,
): Promise<void> {
  const { writer, store } = parts;
  const reacted = await writer
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      if ((await store.lockFollower(tx, organization, follower.name)) > index) return false;
      await appendEntries(parts, tx, await follower.react(tx, entryOf(leaf)));
      await store.moveFollower(tx, organization, follower.name, index + 1);
      return true;
    });
  // Commit point: the reaction, its entries and the follower's place are durable together.
  if (reacted) parts.wake();
}
