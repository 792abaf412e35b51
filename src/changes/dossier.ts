import { createHash } from 'node:crypto';
import {
  type Action,
  authorize,
  type LibraryId,
  type Person,
  type PersonId,
  type PersonRef,
  type Principal,
  type Resource,
  type TeamId,
} from '../access/index.ts';
import type { OrganizationId, Recorder } from '../ledger/index.ts';
import {
  assetFaults,
  type Comparison,
  type Digest,
  type Libraries,
  type Library,
} from '../libraries/index.ts';
import { boundedCache } from '../platform/bounded-cache.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader, Tx } from '../platform/db/index.ts';
import { notFound, Problem } from '../platform/problem.ts';
import type { Change, Decision } from './change.ts';
import { type Check, defaultRequirement, type Facts, type Standing, standing } from './requirement.ts';
import { endOf } from './store/acts.ts';
import { readChange } from './store/changes.ts';
import { decisionsOf } from './store/decisions.ts';

/** What changes needs of access beside `authorize`. */
export interface People {
  names(organization: OrganizationId, ids: readonly string[]): Promise<ReadonlyMap<string, PersonRef>>;
  /** Whether a person or app holds an action on a library at this moment, whatever it held before. False for those who left. */
  holdsNow(
    organization: OrganizationId,
    id: string,
    action: Action,
    library: { readonly id: LibraryId; readonly restricted: boolean },
  ): Promise<boolean>;
  /** The active people who hold an action on a resource at this moment. */
  holders(organization: OrganizationId, action: Action, resource: Resource): Promise<PersonId[]>;
  personById(organization: OrganizationId, id: PersonId): Promise<Person | undefined>;
  /** By id; undefined for an unknown or retired one. */
  teamById(
    organization: OrganizationId,
    id: TeamId,
  ): Promise<{ readonly name: string; readonly displayName: string } | undefined>;
  /** Who is in some teams now, by the teams' names. */
  teamMembers(
    organization: OrganizationId,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<PersonId>>>;
}

export interface ChangesParts {
  readonly reader: Reader;
  readonly ledger: Recorder;
  readonly clock: Clock;
  readonly libraries: Libraries;
  readonly people: People;
}

/** Everything known about a change at one moment: what a verb decides on and what a page shows. */
export interface Dossier {
  readonly library: Library;
  readonly change: Change;
  readonly comparison: Comparison;
  readonly facts: Facts;
  readonly standing: Standing;
  /** Digest of what a reader of this dossier is shown; an approval sends it back. */
  readonly shown: Digest;
}

export const resourceOf = (library: Library) => ({
  kind: 'library' as const,
  id: library.id,
  restricted: library.visibility === 'restricted',
});

/** Opens a change for a principal. The identical 404 when there is none or its library is not theirs to see. */
export async function openDossier(parts: ChangesParts, principal: Principal, id: string): Promise<Dossier> {
  const change = await readChange(parts.reader, principal.organization, id);
  if (change === undefined) throw notFound();
  const library = await parts.libraries.byId(principal.organization, change.library);
  if (library === undefined) throw notFound();
  authorize(principal, 'change.read', resourceOf(library));
  return assemble(parts, library, change);
}

/** Gathers the facts and derives the standing. Decisions are read through `db`, so that a transaction sees its own lock's truth. */
export async function assemble(
  parts: ChangesParts,
  library: Library,
  change: Change,
  db: Reader | Tx = parts.reader,
): Promise<Dossier> {
  const comparison = await compareChange(parts, library, change);
  const decisions = await decisionsOf(db, change.organization, [change.id]);
  const facts: Facts = {
    change,
    digest: comparison.digest,
    requirement: defaultRequirement,
    decisions,
    contributors: new Set(comparison.contributors.map((contributor) => contributor.human)),
    ineligible: change.stage === 'open' ? await ineligible(parts, library, decisions) : new Set(),
    checks: checksOf(comparison, change),
  };
  return {
    library,
    change,
    comparison,
    facts,
    standing: standing(facts),
    shown: shownDigest(facts, comparison),
  };
}

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

/** Deciders who lost the right since they decided: checked again while it matters, which is until the change ends (AT-17). */
async function ineligible(
  parts: ChangesParts,
  library: Library,
  decisions: readonly Decision[],
): Promise<ReadonlySet<string>> {
  const lost = new Set<string>();
  const resource = { id: library.id, restricted: library.visibility === 'restricted' };
  for (const decision of decisions) {
    const action = decision.kind === 'approval' ? 'change.approve' : 'change.review';
    if (!(await parts.people.holdsNow(library.organization, decision.by, action, resource)))
      lost.add(decision.id);
  }
  return lost;
}

/** What to do about a change that would change nothing. */
export function nothingToPublish({ branch, environment }: Pick<Change, 'branch' | 'environment'>): string {
  return `Branch ${branch} holds nothing that is not live in ${environment} already. Commit something to it first.`;
}

/** The checks of this version: fail-closed, computed from the exact bytes each time, so they cannot be stale. */
export function checksOf(comparison: Comparison, change: Pick<Change, 'branch' | 'environment'>): Check[] {
  const faults = comparison.assets.flatMap((asset) =>
    asset.head === null
      ? []
      : assetFaults(asset.path, asset.head.text).map((fault) => ({ path: asset.path, fault })),
  );
  const [first] = faults;
  return [
    {
      name: 'content',
      state: comparison.assets.length > 0 ? 'passed' : 'failed',
      detail: comparison.assets.length > 0 ? `${comparison.assets.length} changed` : nothingToPublish(change),
    },
    {
      name: 'parses',
      state: first === undefined ? 'passed' : 'failed',
      detail:
        first === undefined
          ? 'Every asset parses.'
          : `${first.path}:${first.fault.line}:${first.fault.column}: ${first.fault.message}`,
    },
    {
      name: 'merges',
      state: comparison.conflicts.length === 0 ? 'passed' : 'failed',
      detail:
        comparison.conflicts.length === 0
          ? 'It merges cleanly into main.'
          : `Main has changed too: ${comparison.conflicts.slice(0, 5).join(', ')}. Bring main into the branch; then the change is reviewed again as it is.`,
    },
  ];
}

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
