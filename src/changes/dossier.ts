import { createHash } from 'node:crypto';
import { type Action, authorize, type Principal } from '../access/index.ts';
import type { Comparison, Digest, Library } from '../libraries/index.ts';
import { boundedCache } from '../platform/bounded-cache.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import type { Reader, Tx } from '../platform/db/index.ts';
import { notFound, Problem } from '../platform/problem.ts';
import type { Change, Decision } from './change.ts';
import { builtIn, type Check } from './checks/check.ts';
import { checksOf } from './checks/checks.ts';
import { policyChecks } from './checks/policy-tests.ts';
import { redirectCheck } from './checks/redirects.ts';
import { endedAmong } from './delegations/store.ts';
import type { ChangesParts } from './parts.ts';
import { checkRequirements } from './requirement/check.ts';
import { requirementOfChange } from './requirement/in-force.ts';
import type { Facts } from './standing/facts.ts';
import { rosterFor } from './standing/gather.ts';
import { assumedOutcome, endedStanding, type Outcome } from './standing/outcome.ts';
import { type Standing, standing } from './standing/standing.ts';
import { endOf } from './store/acts.ts';
import { readChange } from './store/changes.ts';
import { decisionsOf } from './store/decisions.ts';
import { readOutcome } from './store/outcomes.ts';

export type { ChangesParts, People } from './parts.ts';

/** Everything known about a change at one moment: what a verb decides on and what a page shows. */
export interface Dossier {
  readonly library: Library;
  readonly change: Change;
  readonly comparison: Comparison;
  readonly facts: Facts;
  /** All of them; `facts` has those that publishing waits for. */
  readonly checks: readonly Check[];
  readonly standing: Standing;
  /** Digest of what a reader of this dossier is shown; an approval sends it back. */
  readonly shown: Digest;
}

export const resourceOf = (library: Library) => ({
  kind: 'library' as const,
  id: library.id,
  restricted: library.visibility === 'restricted',
});

const pathsOf = ({ assets }: Pick<Comparison, 'assets'>) => assets.map(({ path }) => path);

/** A change as `authorize` sees it: the assets that it would change. A grant that reaches all of them is enough. */
export const resourceOfChange = ({ library, comparison }: Pick<Dossier, 'library' | 'comparison'>) => ({
  ...resourceOf(library),
  paths: pathsOf(comparison),
});

/** Asked for where there is nothing to ask for: so that "not there" takes the same statements as "not for you" (AT-37). */
export const noLibrary: Library['id'] = 'lib_00000000000000000000000000';

/** Opens a change for a principal. The identical 404 when there is none or its library is not theirs to see. */
export async function openDossier(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  action: Action = 'change.read',
): Promise<Dossier> {
  const change = await readChange(parts.reader, principal.organization, id);
  const library = await parts.libraries.byId(principal.organization, change?.library ?? noLibrary);
  if (change === undefined || library === undefined) throw notFound();
  authorize(principal, action, resourceOf(library));
  return assemble(parts, library, change);
}

/** Gathers the facts and derives the standing. What changes does itself is read through `db`, so that a transaction sees its own lock's truth. */
export async function assemble(
  parts: ChangesParts,
  library: Library,
  change: Change,
  db: Reader | Tx = parts.reader,
): Promise<Dossier> {
  const comparison = await compareChange(parts, library, change);
  const decisions = await decisionsOf(db, change.organization, [change.id]);
  if (change.stage !== 'draft' && change.stage !== 'open')
    return assembleEnded(parts, library, change, comparison, decisions);
  const now = parts.clock.now();
  const requirement = await requirementOfChange(parts, db, library, change, comparison, now);
  const delegations = decisions.flatMap(({ delegation }) => (delegation === null ? [] : [delegation]));
  const [roster, endedDelegations, governing, policy, redirects] = await Promise.all([
    rosterFor(parts.people, library, requirement, pathsOf(comparison)),
    endedAmong(db, change.organization, delegations),
    checkRequirements(parts, library, comparison),
    policyChecks(parts, library, change, comparison),
    redirectCheck(parts, db, library, change, comparison),
  ]);
  const found = await checksOf(db, change, comparison, { required: requirement.checks, now });
  const checks = [
    ...found,
    ...policy,
    ...(redirects === null ? [] : [redirects]),
    ...governing.map(({ name, state, detail }) => builtIn(name, state, detail)),
  ];
  const facts: Facts = {
    ...{ change, requirement, decisions, roster, endedDelegations, now },
    digest: comparison.digest,
    revisedAt: comparison.headAt,
    contributors: new Set(comparison.contributors.map((contributor) => contributor.human)),
    checks: gating(checks),
  };
  const shown = shownDigest(facts, comparison);
  return { library, change, comparison, facts, checks, standing: standing(facts), shown };
}

/** A change that has ended stands as it stood then, whoever has left and whatever is required since. */
async function assembleEnded(
  parts: ChangesParts,
  library: Library,
  change: Change,
  comparison: Comparison,
  decisions: readonly Decision[],
): Promise<Dossier> {
  const kept = await readOutcome(parts.reader, change.organization, change.id);
  const outcome = kept ?? assumedOutcome(decisions);
  const asked = { required: outcome.requirement.checks, now: change.updatedAt };
  const checks = await checksOf(parts.reader, change, comparison, asked);
  const facts: Facts = {
    ...{ change, decisions, requirement: outcome.requirement, now: change.updatedAt },
    digest: comparison.digest,
    revisedAt: comparison.headAt,
    contributors: new Set(comparison.contributors.map((contributor) => contributor.human)),
    roster: { roles: new Map(), custom: new Map(), teams: new Map(), people: new Map() },
    endedDelegations: new Set(),
    checks: gating(checks),
  };
  const shown = shownDigest(facts, comparison);
  const standing = endedStanding(change, outcome, decisions);
  return { library, change, comparison, facts, checks, standing, shown };
}

/** What is kept of a dossier when its change ends. */
export const outcomeOf = ({ facts, standing: { stages, counting } }: Dossier): Outcome => ({
  requirement: facts.requirement,
  stages,
  counting: counting.map(({ id }) => id),
});

/** What changes that have ended brought: two commits, and what was live then, compare the same for ever. Whoever gets here was authorized before. */
const ended = boundedCache<Comparison>(500);

async function compareChange(parts: ChangesParts, library: Library, change: Change): Promise<Comparison> {
  const { finalRevision, finalBase } = change;
  const { environment, id } = change;
  if (finalRevision !== null && finalBase !== null)
    return ended.get(id, async () => {
      const at = change.publishedAt ?? (await endOf(parts.reader, change)) ?? change.updatedAt;
      return parts.libraries.compare(library, finalRevision, finalBase, {
        environment,
        ended: { change: id, at },
      });
    });
  const head = await parts.libraries.head(library, change.branch);
  if (head === undefined)
    throw new Problem({
      code: 'change.branch_missing',
      status: 409,
      detail: `Branch ${change.branch} is gone, and with it what this change proposes. Restore the branch, or withdraw the change.`,
    });
  return parts.libraries.compare(library, head, undefined, { environment });
}

/** The checks that publishing waits for, as the standing reads them. */
const gating = (checks: readonly Check[]): Facts['checks'] =>
  checks.filter(({ required }) => required).map(({ name, state, detail }) => ({ name, state, detail }));

function shownDigest(facts: Facts, comparison: Comparison): Digest {
  const view = canonicalJson({
    change: facts.change.id,
    title: facts.change.title,
    environment: facts.change.environment,
    requirement: facts.requirement.version,
    revision: comparison.head,
    digest: comparison.digest,
    assets: comparison.assets.map((asset) => ({
      path: asset.path,
      status: asset.status,
      base: asset.base?.digest ?? null,
      head: asset.head?.digest ?? null,
    })),
  });
  return `sha256:${createHash('sha256').update(view).digest('hex')}`;
}
