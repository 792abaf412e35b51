import { createHash } from 'node:crypto';
import {
  type Comparison,
  claimsOf,
  kindOf,
  type Library,
  type LiveText,
  type RequirementRule,
  requirementOf,
} from '../../libraries/index.ts';
import { boundedCache } from '../../platform/bounded-cache.ts';
import { canonicalJson } from '../../platform/canonical-json.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Change } from '../change.ts';
import type { ChangesParts } from '../parts.ts';
import { publishedBeside } from '../store/changes.ts';
import type { AssetFields, Subject } from './condition.ts';
import { defaultRequirement, type ReadSource, type Requirement, requirementFor } from './requirement.ts';

/** The library whose requirements are the organization's. Only an admin may create it. */
export const policyLibrary = 'policy';
/** Where requirements are in force from. */
export const governingEnvironment = 'production';
/** How long the published changes of a requester add up (AT-14). */
const windowMs = 7 * 86_400_000;

/** Every file of rules in force for a library, with the one name of them all: nothing of the change that is judged (AT-08). */
export interface InForce {
  readonly version: string;
  readonly sources: readonly ReadSource[];
}

type Wanted = Pick<ChangesParts, 'libraries'>;

/** What is in force for a library at this moment: the organization's files, then its own. Through a transaction inside one. */
export async function inForce({ libraries }: Wanted, db: Reader | Tx, library: Library): Promise<InForce> {
  const policy = await libraries.byName(library.organization, policyLibrary);
  const homes = policy === undefined || policy.id === library.id ? [library] : [policy, library];
  const sources: ReadSource[] = [];
  for (const home of homes) {
    const live = await libraries.liveTexts(db, home, governingEnvironment, 'requirement');
    for (const file of live) sources.push(await sourceFrom(home, file));
  }
  return { version: versionOf(sources), sources };
}

/** Texts never change under their digest: each is read once. */
const read = boundedCache<readonly RequirementRule[] | null>(500);

async function sourceFrom(home: Library, { path, digest, since, text }: LiveText): Promise<ReadSource> {
  const rules = await read.get(digest, async () => rulesIn(text));
  return { library: home.name, path, digest, since, isPolicy: home.name === policyLibrary, rules };
}

/** The rules of a text; null when it has any fault. */
export function rulesIn(text: string): readonly RequirementRule[] | null {
  const { faults, rules } = requirementOf(text);
  return faults.length > 0 ? null : rules;
}

/** A digest over all files in force and their bytes: whoever changes any of them changes it (AT-10). */
export function versionOf(sources: readonly Pick<ReadSource, 'library' | 'path' | 'digest'>[]): string {
  if (sources.length === 0) return defaultRequirement.version;
  const named = sources.map(({ library, path, digest }) => ({ library, path, digest }));
  return `sha256:${createHash('sha256')
    .update(canonicalJson({ requirement: 1, files: named }))
    .digest('hex')}`;
}

/** What a change needs now. */
export async function requirementOfChange(
  parts: Wanted,
  db: Reader | Tx,
  library: Library,
  change: Change,
  comparison: Comparison,
  now: Date,
): Promise<Requirement> {
  const { version, sources } = await inForce(parts, db, library);
  if (sources.length === 0) return defaultRequirement;
  return requirementFor(version, sources, await subjectOf(parts, db, library, change, comparison, now));
}

/** What rules are matched against: both sides of every asset, and how much the requester brings altogether. */
export async function subjectOf(
  { libraries }: Wanted,
  db: Reader | Tx,
  library: Library,
  change: Change,
  comparison: Pick<Comparison, 'assets'>,
  now: Date,
): Promise<Subject> {
  const beside = await publishedBeside(db, change, new Date(now.getTime() - windowMs));
  const moved = await libraries.pathsMoved(db, library, change.environment, beside);
  const paths = new Set([...comparison.assets.map(({ path }) => path), ...moved]);
  return {
    library: library.name,
    environment: change.environment,
    assets: paths.size,
    sides: comparison.assets.flatMap(({ path, base, head }) =>
      [base, head].flatMap((side) => (side === null ? [] : [fieldsOf(path, side.text)])),
    ),
  };
}

/** What one text says about itself. */
export function fieldsOf(path: string, text: string): AssetFields {
  const claims = claimsOf(path, text);
  const unsaid = { risk: null, useCase: null, owner: null, model: null, dataClasses: [] };
  return { path, kind: kindOf(path), readable: claims !== null, ...(claims ?? unsaid) };
}
