import type { Principal } from '../../src/access/index.ts';
import type { Change, Decision } from '../../src/changes/change.ts';
import { isRunning } from '../../src/changes/delegations/delegation.ts';
import { refusalInLife } from '../../src/changes/life.ts';
import { unaskedToPublish } from '../../src/changes/requirement/asked-to-publish.ts';
import { rulesIn, versionOf } from '../../src/changes/requirement/in-force.ts';
import {
  defaultRequirement,
  type ReadSource,
  requirementFor,
} from '../../src/changes/requirement/requirement.ts';
import { refusalOf } from '../../src/changes/standing/deciding.ts';
import type { Facts } from '../../src/changes/standing/facts.ts';
import { mayAct, type Roster } from '../../src/changes/standing/roster.ts';
import { standing } from '../../src/changes/standing/standing.ts';
import { ruleSets } from './rules.ts';
import { type Human, humans, type World } from './world.ts';

/** Who acts, and with what. */
export interface Actor {
  readonly human: Human;
  readonly by: 'session' | 'key' | 'app';
}

const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
const parsed = ruleSets.map(({ text }) => (text === null ? null : rulesIn(text)));

/** The pure core of changes, over the world as its facts: what the verbs do between a lock and a commit. */
export function createCore(world: World) {
  const decisions: Decision[] = [];
  const roster = (): Roster => {
    const here = humans.filter((human) => !world.gone.has(human));
    return {
      roles: new Map(here.map((human) => [human, new Set(world.roles.get(human))])),
      custom: new Map(),
      teams: new Map(
        [...world.teams].map(([name, members]) => [
          name,
          new Set([...members].filter((human) => !world.gone.has(human))),
        ]),
      ),
      people: new Map(here.map((human) => [`${human}@example.com`, human])),
    };
  };
  const facts = (index: 0 | 1): Facts => {
    const branch = world.branches[index];
    const now = new Date(world.now);
    return {
      change: changeOf(index, world),
      digest: branch.bytes,
      revisedAt: new Date(branch.revisedAt),
      requirement: requirementNow(world, index),
      // All of both changes: only what binds them keeps them apart.
      decisions,
      contributors: branch.writers,
      roster: roster(),
      endedDelegations: new Set(
        world.delegations.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id),
      ),
      checks: [{ name: 'parses', state: 'passed', detail: '' }],
      now,
    };
  };
  return {
    decisions,
    standing: (index: 0 | 1) => standing(facts(index)),
    /** @returns whether it was taken */
    decide(
      index: 0 | 1,
      { human, by }: Actor,
      verdict: Decision['verdict'],
      onBehalfOf: Human | null,
    ): boolean {
      const now = facts(index);
      const kind = verdict === 'approve' ? 'approval' : 'review';
      const action = kind === 'approval' ? 'change.approve' : 'change.review';
      if (refusalInLife(action, now.change.stage) !== null) return false;
      const delegation = world.delegations.find(
        (one) => one.from === onBehalfOf && one.to === human && isRunning(one, now.now),
      );
      if (onBehalfOf !== null && delegation === undefined) return false;
      if (!mayAct(onBehalfOf ?? human, action, now.roster)) return false;
      const decision: Decision = {
        ...{ kind, verdict, human, onBehalfOf },
        id: `dec_${decisions.length}`,
        change: now.change.id,
        // An app gets as far as here only if the verb forgets to refuse it; it must not count then either.
        by: by === 'app' ? `app_${human}` : human,
        at: now.now,
        comment: '',
        revision: 'a'.repeat(40),
        digest: now.digest,
        environment: now.change.environment,
        requirementVersion: now.requirement.version,
        shown: null,
        credential: by === 'session' ? 'session' : 'key',
        authenticatedAt: by === 'session' ? at(world.provedAt.get(human) ?? null) : null,
        delegation: delegation?.id ?? null,
        retractedAt: null,
        entry: 'ent_1',
      };
      if (refusalOf(decision, now) !== null) return false;
      decisions.push(decision);
      return true;
    },
    retract(index: 0 | 1, human: Human): void {
      const { id, stage } = changeOf(index, world);
      if (refusalInLife('change.retract', stage) !== null) return;
      for (const [place, one] of decisions.entries())
        if (one.change === id && (one.human === human || one.onBehalfOf === human))
          decisions[place] = { ...one, retractedAt: new Date(world.now) };
    },
    /** @returns whether it was published */
    publish(index: 0 | 1, { human }: Actor): boolean {
      const now = facts(index);
      const publisher: Pick<Principal, 'human'> = { human };
      return (
        refusalInLife('change.publish', now.change.stage) === null &&
        mayAct(human, 'change.publish', now.roster) &&
        standing(now).publishable &&
        unaskedToPublish(publisher, now) === null
      );
    },
  };
}

export type Core = ReturnType<typeof createCore>;

function requirementNow(world: World, index: 0 | 1) {
  const text = ruleSets[world.rules]?.text ?? null;
  if (text === null) return defaultRequirement;
  const source: ReadSource = {
    library: 'policy',
    path: 'org.requirement.yaml',
    digest: `sha256:rules-${world.rules}`,
    since: new Date(world.rulesSince),
    isPolicy: true,
    rules: parsed[world.rules] ?? null,
  };
  const { baseTier, headTier, environment } = world.branches[index];
  const side = { path: 'a.prompt', kind: 'prompt', useCase: null, owner: null, model: null };
  const sides = [baseTier, headTier].map((risk) => ({ ...side, risk, dataClasses: [], readable: true }));
  return requirementFor(versionOf([source]), [source], { library: 'l', environment, assets: 1, sides });
}

function changeOf(index: 0 | 1, world: World): Change {
  const branch = world.branches[index];
  const created = new Date(branch.revisedAt);
  return {
    organization: 'org_a',
    id: `chg_${index}`,
    library: 'lib_a',
    number: index + 1,
    title: 'T',
    description: '',
    branch: `b${index}`,
    environment: branch.environment,
    stage: branch.stage,
    createdBy: branch.requester,
    createdHuman: branch.requester,
    submittedHuman: branch.submittedAt === null ? null : branch.requester,
    createdAt: created,
    updatedAt: created,
    submittedAt: at(branch.submittedAt),
    publishedAt: null,
    finalRevision: null,
    finalBase: null,
  };
}
