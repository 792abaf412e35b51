import type { Human, Team, Tier, World } from './world.ts';
import { day, minute } from './world.ts';

/** A stage as the oracle understands it, written by hand beside the text that the core reads. */
export interface HandStage {
  readonly rule: string;
  readonly kind: 'review' | 'approval';
  readonly need: number;
  readonly asks: (human: Human, world: World) => boolean;
  readonly provenWithinMs?: number;
  readonly validForMs?: number;
  readonly lapseMs?: number;
}

export interface Rules {
  /** The file that is live; null for none. */
  readonly text: string | null;
  /** What it asks of a change with these tiers; null for what nobody can satisfy. */
  readonly asks: (tiers: ReadonlySet<Tier>, world: World) => readonly HandStage[] | null;
  readonly publishes?: (human: Human, world: World) => boolean;
}

const anybody = () => true;
const review: HandStage = { rule: 'default', kind: 'review', need: 1, asks: anybody };
const approval: HandStage = { rule: 'default', kind: 'approval', need: 1, asks: anybody };
const inTeam = (team: Team) => (human: Human, world: World) => world.teams.get(team)?.has(human) === true;
const peer = { rule: 'risky', kind: 'review', need: 1, asks: anybody } as const;
const legal = { rule: 'risky', kind: 'approval', need: 2, asks: inTeam('legal') } as const;

const riskyText = `  - id: risky
    for: { when: 'risk == "high"' }
    stages:
      - { name: peer, kind: review, need: 1 }
      - { name: legal, kind: approval, need: 2, from: [{ team: legal }] }
`;
const provenText = `  - id: proven
    stages:
      - name: security
        kind: approval
        need: 1
        from: [{ team: security }, { person: per_2@example.com }]
        stepUp: 15m
        validFor: 2d
        lapse: 7d
`;
const proven: HandStage = {
  rule: 'proven',
  kind: 'approval',
  need: 1,
  asks: (human, world) => inTeam('security')(human, world) || human === 'per_2',
  provenWithinMs: 15 * minute,
  validForMs: 2 * day,
  lapseMs: 7 * day,
};
const legalThere = (world: World) => world.teams.has('legal');
const securityThere = (world: World) => world.teams.has('security');

/** Every set of rules that may be in force in a walk. */
export const ruleSets: readonly Rules[] = [
  { text: null, asks: () => [review, approval] },
  {
    text: `rules:\n${riskyText}`,
    asks: (tiers, world) =>
      tiers.has('high') ? (legalThere(world) ? [peer, legal] : null) : [review, approval],
  },
  {
    text: `rules:\n${riskyText}${provenText}`,
    asks: (tiers, world) => {
      if (!securityThere(world) || (tiers.has('high') && !legalThere(world))) return null;
      return tiers.has('high') ? [peer, legal, proven] : [proven];
    },
  },
  { text: 'rules: [{ id: a, stages: [{ name: x, kind: approval, need: 0 }] }]\n', asks: () => null },
  { text: 'rules: what?\n', asks: () => null },
  {
    text: 'rules: [{ id: a, stages: [{ name: x, kind: approval, need: 1, from: [{ team: gone }, { role: approver }] }] }]\n',
    asks: () => null,
  },
  {
    text: 'rules: [{ id: a, stages: [{ name: x, kind: review, need: 2 }], publish: { from: [{ team: security }] } }]\n',
    asks: () => [{ rule: 'a', kind: 'review', need: 2, asks: anybody }, approval],
    publishes: inTeam('security'),
  },
];
