import type { OrganizationId } from '../ledger/index.ts';
import { type ClassDefinition, classesOf } from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import { builtInDetectors, type Detector } from './classes/index.ts';
import { ownDetector } from './classes/own.ts';
import { governingEnvironment, policyLibrary } from './in-force.ts';
import { lately } from './lately.ts';
import type { PolicyParts } from './parts.ts';

/** What an organization's calls are looked through for. */
export interface ClassesInForce {
  readonly detectors: readonly Detector[];
  /** Its own, with the file that each stands in. */
  readonly own: readonly (ClassDefinition & { readonly path: string })[];
}

type Parts = Pick<PolicyParts, 'reader' | 'libraries'>;

/**
 * The classes that are live in `production` of the library `policy`, over the built-in ones; never older than a second on any node. A file that
 * cannot be read keeps everything from running: nobody knows what it would have found.
 */
export function classesInForce(parts: Parts): (organization: OrganizationId) => Promise<ClassesInForce> {
  const made = new Map<string, ClassesInForce>();
  return lately((organization) => readClassesInForce(parts, organization, made));
}

async function readClassesInForce(
  { libraries, reader }: Parts,
  organization: OrganizationId,
  made: Map<string, ClassesInForce>,
): Promise<ClassesInForce> {
  const library = await libraries.byName(organization, policyLibrary);
  const files =
    library === undefined ? [] : await libraries.liveTexts(reader, library, governingEnvironment, 'classes');
  const key = `${organization} ${files.map(({ path, digest }) => `${path} ${digest}`).join(' ')}`;
  const before = made.get(key);
  if (before !== undefined) return before;
  const own = files.flatMap(({ path, text }) => {
    const { faults, classes } = classesOf(text);
    if (classes === null || faults.length > 0) throw unreadable(path);
    return classes.map((one) => ({ ...one, path }));
  });
  const detectors = own.length === 0 ? builtInDetectors : [...builtInDetectors, ownDetector(own)];
  if (made.size > 500) made.clear();
  const classes = { detectors, own };
  made.set(key, classes);
  return classes;
}

function unreadable(path: string): Problem {
  return new Problem({
    code: 'policy.classes_unreadable',
    status: 503,
    detail: `The data classes of ${path} cannot be read, so nothing runs. Ask whoever publishes the library policy to mend the file.`,
  });
}
