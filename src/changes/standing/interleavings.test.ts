import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PersonId, Role } from '../../access/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Change, Decision } from '../change.ts';
import { defaultRequirement } from '../requirement/requirement.ts';
import type { Facts } from './facts.ts';
import { standing } from './standing.ts';

/**
 * AT-03: edits, decisions and publications by several people at once, over the pure core. Each act is two steps with anything in between:
 * it looks at the change, and later acts under its lock, as the verbs do. What is published must have been endorsed and approved, exactly
 * so, by two others; the oracle keeps its own books and asks `standing` nothing.
 */
const runs = 10_000;
const start = new Date('2026-11-01T09:00:00Z');
const people: readonly PersonId[] = ['per_author', 'per_editor', 'per_1', 'per_2', 'per_3', 'per_4'];
const held: ReadonlySet<Role> = new Set(['reviewer', 'approver', 'publisher', 'contributor']);
const roster = {
  roles: new Map(people.map((person) => [person, held])),
  custom: new Map(),
  teams: new Map(),
  people: new Map(),
};
const change: Change = {
  organization: 'org_a',
  id: 'chg_a',
  library: 'lib_a',
  number: 1,
  title: 'T',
  description: '',
  branch: 'b',
  environment: 'production',
  stage: 'open',
  createdBy: 'per_author',
  createdHuman: 'per_author',
  submittedHuman: 'per_author',
  createdAt: start,
  updatedAt: start,
  submittedAt: start,
  publishedAt: null,
  finalRevision: null,
  finalBase: null,
};

interface Step {
  readonly who: PersonId;
  readonly what: 'look' | 'edit' | 'endorse' | 'approve' | 'object' | 'retract' | 'publish';
}

/** The world: one branch, one change, and what each person last looked at. */
class World {
  digest: Digest = 'sha256:0';
  edits = 0;
  published: Digest | undefined;
  decisions: Decision[] = [];
  readonly writers = new Set<PersonId>(['per_author']);
  readonly seen = new Map<PersonId, { digest: Digest; publishable: boolean }>();
  /** The oracle's books: who said yes to exactly what, not taken back since. */
  readonly yes = new Map<PersonId, { digest: Digest; verdict: 'endorse' | 'approve' }>();
  /** How often a publisher who went by what they saw would have published something else. */
  lies = 0;

  facts(): Facts {
    return {
      change: { ...change, stage: this.published === undefined ? 'open' : 'published' },
      digest: this.digest,
      revisedAt: start,
      requirement: defaultRequirement,
      decisions: this.decisions,
      contributors: this.writers,
      roster,
      endedDelegations: new Set(),
      checks: [{ name: 'parses', state: 'passed', detail: '' }],
      now: start,
    };
  }

  step({ who, what }: Step): void {
    if (this.published !== undefined) return;
    const seen = this.seen.get(who);
    if (what === 'look')
      this.seen.set(who, { digest: this.digest, publishable: standing(this.facts()).publishable });
    else if (what === 'edit') this.edit(who);
    else if (what === 'retract') this.retract(who);
    else if (seen === undefined) return;
    else if (what === 'publish') this.publish(seen);
    else if (seen.digest === this.digest) this.decide(who, what);
  }

  private edit(who: PersonId): void {
    if (who !== 'per_author' && who !== 'per_editor') return;
    this.edits += 1;
    this.digest = `sha256:${this.edits}`;
    this.writers.add(who);
  }

  private decide(who: PersonId, what: 'endorse' | 'approve' | 'object'): void {
    const verdict = what === 'object' ? ('request_changes' as const) : what;
    this.decisions = [
      ...this.decisions,
      {
        id: `dec_${this.decisions.length}`,
        change: change.id,
        kind: what === 'approve' ? 'approval' : 'review',
        verdict,
        by: who,
        human: who,
        at: start,
        comment: '',
        revision: '',
        digest: this.digest,
        environment: change.environment,
        requirementVersion: defaultRequirement.version,
        shown: null,
        credential: 'session',
        authenticatedAt: null,
        onBehalfOf: null,
        delegation: null,
        retractedAt: null,
        entry: 'ent_x',
      },
    ];
    if (verdict === 'request_changes') this.yes.delete(who);
    else this.yes.set(who, { digest: this.digest, verdict });
  }

  private retract(who: PersonId): void {
    this.decisions = this.decisions.map((one) => (one.human === who ? { ...one, retractedAt: start } : one));
    this.yes.delete(who);
  }

  private publish(seen: { digest: Digest; publishable: boolean }): void {
    const may = seen.digest === this.digest && standing(this.facts()).publishable;
    if (seen.publishable && !may) this.lies += 1;
    if (may) this.published = this.digest;
  }
}

it(`AT-03: ${runs} interleavings of edit, approve and publish: only exactly what others approved is published`, () => {
  const step = fc.record({
    who: fc.constantFrom(...people),
    what: fc.constantFrom(
      'look',
      'look',
      'look',
      'edit',
      'endorse',
      'approve',
      'approve',
      'object',
      'retract',
      'publish',
      'publish',
    ),
  });
  const random = fc.array(step, { minLength: 10, maxLength: 40 });
  const person = fc.constantFrom<PersonId>('per_1', 'per_2', 'per_3');
  // A change that is nearly there, and then everything at once.
  const nearly = fc
    .tuple(
      person,
      person,
      fc.shuffledSubarray<Step>(
        [
          { who: 'per_4', what: 'publish' },
          { who: 'per_4', what: 'look' },
          { who: 'per_author', what: 'edit' },
          { who: 'per_1', what: 'retract' },
          { who: 'per_2', what: 'retract' },
          { who: 'per_editor', what: 'publish' },
        ],
        { minLength: 3 },
      ),
    )
    .map(([reviewer, approver, race]): Step[] => [
      { who: reviewer, what: 'look' },
      { who: reviewer, what: 'endorse' },
      { who: approver, what: 'look' },
      { who: approver, what: 'approve' },
      { who: 'per_4', what: 'look' },
      { who: 'per_editor', what: 'look' },
      ...race,
    ]);
  let published = 0;
  let lies = 0;
  fc.assert(
    fc.property(fc.oneof(random, nearly), (steps) => {
      const world = new World();
      for (const one of steps) world.step(one);
      lies += world.lies;
      if (world.published === undefined) return;
      published += 1;
      const yes = [...world.yes].filter(
        ([who, said]) => said.digest === world.published && !world.writers.has(who),
      );
      expect(yes.some(([, { verdict }]) => verdict === 'endorse')).toBe(true);
      expect(yes.some(([, { verdict }]) => verdict === 'approve')).toBe(true);
    }),
    { numRuns: runs },
  );
  // Otherwise the walk shows nothing: it must publish, and it must race.
  expect(published).toBeGreaterThan(100);
  expect(lies).toBeGreaterThan(100);
});
