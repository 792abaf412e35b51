import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Role } from '../../src/access/index.ts';
import { type Actor, type Core, createCore } from './core.ts';
import { isApproved, isObjected, mayPublish, type Seen } from './oracle.ts';
import { ruleSets } from './rules.ts';
import {
  day,
  delegate,
  digests,
  endDelegations,
  type Human,
  humans,
  minute,
  newWorld,
  teamNames,
  tiers,
  type World,
} from './world.ts';

/** What both sides see, and what each remembers. */
interface Model {
  readonly world: World;
  readonly journal: Seen[];
  readonly published: { count: number };
}

type Step = (model: Model, core: Core) => void;

class Act implements fc.Command<Model, Core> {
  readonly name: string;
  readonly step: Step;

  constructor(name: string, step: Step) {
    this.name = name;
    this.step = step;
  }

  check = () => true;

  run(model: Model, core: Core): void {
    this.step(model, core);
    for (const change of [0, 1] as const) safe(model, core, change);
  }

  toString = () => this.name;
}

/** The promise, after every step: what the core would publish was approved as the oracle counts. */
function safe({ world, journal }: Model, core: Core, change: 0 | 1): void {
  const { publishable } = core.standing(change);
  if (!publishable) return;
  expect(world.branches[change].stage).toBe('open');
  expect(isApproved(change, journal, world)).toBe(true);
  expect(isObjected(change, journal, world)).toBe(false);
}

/** The second change is there for what must not be carried over. */
const change = fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const);
const human = fc.constantFrom(...humans);
/** Those who hold the roles at first more often: most of what happens in a house is in order. */
const likely = fc.constantFrom(...humans, ...humans.slice(1, 5), ...humans.slice(1, 4));
const by = fc.constantFrom<Actor['by']>('session', 'session', 'session', 'key', 'app');
const actor = fc.record({ human: likely, by });
const writer = fc.record({ human: fc.constantFrom('per_0', 'per_0', 'per_4', ...humans), by });
const named = (name: string, ...parts: readonly unknown[]) => `${name}(${JSON.stringify(parts)})`;

const decide = (verdict: Seen['verdict']) =>
  fc
    .tuple(
      change,
      actor,
      fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: human }),
    )
    .map(
      ([where, who, forWhom]) =>
        new Act(named(verdict, where, who, forWhom), ({ world, journal }, core) => {
          if (!core.decide(where, who, verdict, forWhom)) return;
          const made = core.decisions.at(-1);
          journal.push({
            change: where,
            ...{ actor: who, verdict, forWhom },
            delegation: made?.delegation ?? null,
            bytes: world.branches[where].bytes,
            rules: world.rules,
            at: world.now,
            provedAt: who.by === 'session' ? (world.provedAt.get(who.human) ?? null) : null,
            takenBack: false,
          });
        }),
    );

const publish = fc.tuple(change, actor).map(
  ([where, who]) =>
    new Act(named('publish', where, who), ({ world, journal, published }, core) => {
      const approved = isApproved(where, journal, world);
      if (!core.publish(where, who)) return;
      expect(approved).toBe(true);
      expect(mayPublish(who.human, world)).toBe(true);
      world.branches[where].stage = 'published';
      published.count += 1;
    }),
);

const edit = fc.tuple(change, writer, fc.constantFrom(...digests), fc.constantFrom(...tiers)).map(
  ([where, who, bytes, tier]) =>
    new Act(named('edit', where, who, bytes, tier), ({ world }) => {
      const branch = world.branches[where];
      if (branch.stage !== 'draft' && branch.stage !== 'open') return;
      branch.bytes = bytes;
      branch.headTier = tier;
      branch.revisedAt = world.now;
      branch.writers.add(who.human);
    }),
);

const simple = (name: string, arbitrary: fc.Arbitrary<Step>) => arbitrary.map((step) => new Act(name, step));

const submit = simple(
  'submit',
  change.map((where) => ({ world }) => {
    const branch = world.branches[where];
    if (branch.stage !== 'draft') return;
    branch.stage = 'open';
    branch.submittedAt = world.now;
  }),
);
const retract = fc.tuple(change, human).map(
  ([where, who]) =>
    new Act(named('retract', where, who), ({ world, journal }, core) => {
      core.retract(where, who);
      if (world.branches[where].stage !== 'open') return;
      for (const seen of journal)
        if (seen.change === where && (seen.actor.human === who || seen.forWhom === who))
          seen.takenBack = true;
    }),
);
const grant = fc
  .tuple(human, fc.constantFrom<Role>('reviewer', 'approver', 'publisher', 'admin'), fc.boolean())
  .map(
    ([who, role, isHeld]) =>
      new Act(named('role', who, role, isHeld), ({ world }) => {
        const held = world.roles.get(who);
        if (isHeld) held?.add(role);
        else held?.delete(role);
      }),
  );
const leave = human.map((who) => new Act(named('leave', who), ({ world }) => void world.gone.add(who)));
const team = fc.tuple(fc.constantFrom(...teamNames), human, fc.boolean()).map(
  ([name, who, isIn]) =>
    new Act(named('team', name, who, isIn), ({ world }) => {
      if (isIn) world.teams.get(name)?.add(who);
      else world.teams.get(name)?.delete(who);
    }),
);
const retire = fc
  .constantFrom(...teamNames)
  .map((name) => new Act(named('retire', name), ({ world }) => void world.teams.delete(name)));
const govern = fc.integer({ min: 0, max: ruleSets.length - 1 }).map(
  (rules) =>
    new Act(named('govern', rules), ({ world }) => {
      world.rules = rules;
      world.rulesSince = world.now;
    }),
);
const jump = fc.constantFrom(minute, 20 * minute, day, 3 * day, 8 * day, -day, -10 * minute).map(
  (ms) =>
    new Act(named('clock', ms), ({ world }) => {
      world.now += ms;
    }),
);
const prove = human.map(
  (who) => new Act(named('prove', who), ({ world }) => void world.provedAt.set(who, world.now)),
);
const standIn = fc
  .tuple(human, human, fc.integer({ min: 1, max: 10 }))
  .map(
    ([from, to, days]: readonly [Human, Human, number]) =>
      new Act(named('delegate', from, to, days), ({ world }) => delegate(world, from, to, days)),
  );
const comeBack = human.map((who) => new Act(named('back', who), ({ world }) => endDelegations(world, who)));

const many = <Value>(weight: number, arbitrary: fc.Arbitrary<Value>) =>
  Array.from({ length: weight }, () => arbitrary);

const acts = [
  ...many(8, decide('endorse')),
  ...many(12, decide('approve')),
  decide('request_changes'),
  ...many(6, publish),
  edit,
  submit,
  retract,
  grant,
  leave,
  team,
  retire,
  ...many(2, govern),
  ...many(2, jump),
  prove,
  ...many(2, standIn),
  comeBack,
];

/** Printed, so that a walk can be taken again: COUNTERSIGN_WALK_SEED. */
const seed = Number(process.env.COUNTERSIGN_WALK_SEED ?? Date.now() % 2_147_483_647);
const sequences = 20_000;

it('AT-01 AT-04 AT-05 AT-06 AT-08 AT-09 AT-11 AT-12 AT-13 AT-17 AT-18: whatever happens in whatever order, only what enough eligible distinct humans approved becomes publishable', () => {
  const published = { count: 0 };
  let steps = 0;
  fc.assert(
    fc.property(fc.commands(acts, { maxCommands: 40, size: 'max' }), (commands) => {
      fc.modelRun(() => {
        const world = newWorld();
        return { model: { world, journal: [], published }, real: createCore(world) };
      }, commands);
      steps += [...commands].length;
    }),
    { numRuns: sequences, seed, endOnFailure: false },
  );
  process.stdout.write(
    `approvals: ${sequences} sequences, ${steps} steps, ${published.count} publications, seed ${seed}\n`,
  );
  // A walk that publishes nothing shows nothing.
  expect(published.count).toBeGreaterThan(200);
}, 240_000);
