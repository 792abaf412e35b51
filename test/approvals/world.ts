import type { PersonId, Role } from '../../src/access/index.ts';
import { type Delegation, isRunning, linkFault } from '../../src/changes/delegations/delegation.ts';

/**
 * What is true around the changes of one library: who is here, with which roles and teams, what the clock says, who stands in for whom,
 * which rules are in force. The core and the oracle both look at it; neither shares code with the other.
 */
export const humans = ['per_0', 'per_1', 'per_2', 'per_3', 'per_4', 'per_5'] as const;
export type Human = (typeof humans)[number];
export const teamNames = ['legal', 'security'] as const;
export type Team = (typeof teamNames)[number];
export const digests = ['sha256:0', 'sha256:1', 'sha256:2'] as const;
export type Bytes = (typeof digests)[number];
export const tiers = ['low', 'high'] as const;
export type Tier = (typeof tiers)[number];

export const minute = 60_000;
export const day = 86_400_000;

/** One change: what its branch holds, and who put it there since the last publication. */
export interface Branch {
  stage: 'draft' | 'open' | 'published' | 'rejected';
  readonly environment: string;
  readonly requester: Human;
  bytes: Bytes;
  /** What is live, and what would be. */
  readonly baseTier: Tier;
  headTier: Tier;
  revisedAt: number;
  submittedAt: number | null;
  readonly writers: Set<Human>;
}

export interface World {
  now: number;
  readonly roles: Map<Human, Set<Role>>;
  readonly gone: Set<Human>;
  readonly teams: Map<Team, Set<Human>>;
  /** When each person last proved who they are, in their session. */
  readonly provedAt: Map<Human, number>;
  delegations: Delegation[];
  /** Index into the rules that may be in force, and since when they are. */
  rules: number;
  rulesSince: number;
  readonly branches: readonly [Branch, Branch];
}

export function newWorld(): World {
  const now = Date.parse('2026-11-01T09:00:00Z');
  const branch = (environment: string, requester: Human, baseTier: Tier): Branch => ({
    stage: environment === 'production' ? 'open' : 'draft',
    ...{ environment, requester, baseTier },
    bytes: 'sha256:0',
    headTier: 'low',
    revisedAt: now,
    submittedAt: environment === 'production' ? now : null,
    writers: new Set([requester]),
  });
  return {
    now,
    roles: new Map<Human, Set<Role>>([
      ['per_0', new Set<Role>(['contributor', 'approver', 'admin'])],
      ['per_1', new Set<Role>(['reviewer', 'approver'])],
      ['per_2', new Set<Role>(['approver'])],
      ['per_3', new Set<Role>(['approver', 'publisher'])],
      ['per_4', new Set<Role>(['reviewer', 'publisher'])],
      ['per_5', new Set<Role>(['viewer'])],
    ]),
    gone: new Set(),
    teams: new Map<Team, Set<Human>>([
      ['legal', new Set<Human>(['per_1', 'per_2', 'per_3'])],
      ['security', new Set<Human>(['per_3'])],
    ]),
    provedAt: new Map(humans.map((human) => [human, now])),
    delegations: [],
    rules: 0,
    rulesSince: now,
    branches: [branch('production', 'per_0', 'low'), branch('staging', 'per_4', 'high')],
  };
}

/** Hands over a right, if the noun lets it. */
export function delegate(world: World, from: Human, to: Human, days: number): void {
  const at = new Date(world.now);
  if (linkFault({ from, to }, world.delegations, at) !== null) return;
  world.delegations.push({
    organization: 'org_a',
    id: `dlg_${world.delegations.length}`,
    ...{ from, to },
    startsAt: at,
    until: new Date(world.now + days * day),
    reason: 'away',
    createdBy: from,
    endedAt: null,
  });
}

export function endDelegations(world: World, from: Human): void {
  const at = new Date(world.now);
  world.delegations = world.delegations.map((one) =>
    one.from === from && isRunning(one, at) ? { ...one, endedAt: at } : one,
  );
}

export const asPerson = (human: Human): PersonId => human;
