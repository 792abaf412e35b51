import type { Comparison, Libraries, Library } from '../../libraries/index.ts';
import {
  governingEnvironment,
  isTestFile,
  loadBuiltInRules,
  policyLibrary,
  proposedVersion,
  runTests,
  simulationOf,
  testSuffix,
} from '../../policy/index.ts';
import type { Change } from '../change.ts';
import type { ChangesParts } from '../parts.ts';
import { builtIn, type Check, counted } from './check.ts';

type Parts = Pick<ChangesParts, 'libraries' | 'reader'>;
interface File {
  readonly path: string;
  readonly text: string;
}

/** The built-in rules are a part of the server: read once. */
let builtInRules: ReturnType<typeof loadBuiltInRules> | undefined;

/**
 * What a change of the organization's policy must answer: its test cases and those that are live, run against the rules as they would be,
 * and whether it was simulated. None for changes that hold no policy.
 */
export async function policyChecks(
  parts: Parts,
  library: Library,
  change: Change,
  comparison: Comparison,
): Promise<readonly Check[]> {
  if (library.name !== policyLibrary || !touchesPolicy(comparison)) return [];
  builtInRules ??= loadBuiltInRules();
  try {
    const rules = await builtInRules;
    const files = await filesAfter(parts, library, change, comparison);
    const version = proposedVersion(rules, files);
    return [testsHold(runTests(rules, files)), await simulated(parts, change, version)];
  } catch {
    const detail = 'It could not be computed. Load the page again; ask an admin if it stays so.';
    return [builtIn('policy_tests', 'errored', detail)];
  }
}

/**
 * What somebody who pushed a branch of the organization's policy is told at once: which test cases would not hold if it were in force.
 * Undefined for branches that bring no policy, and when all hold.
 */
export async function policyTestsOfBranch(
  parts: Parts & { readonly libraries: Pick<Libraries, 'head' | 'compare'> },
  library: Library,
  branch: string,
): Promise<string | undefined> {
  const head = library.name === policyLibrary ? await parts.libraries.head(library, branch) : undefined;
  if (head === undefined) return undefined;
  const comparison = await parts.libraries.compare(library, head);
  if (!touchesPolicy(comparison)) return undefined;
  builtInRules ??= loadBuiltInRules();
  const environment = governingEnvironment;
  const outcomes = runTests(
    await builtInRules,
    await filesAfter(parts, library, { environment }, comparison),
  );
  const failed = outcomes.filter(({ failure }) => failure !== null);
  if (failed.length === 0) return undefined;
  return [
    `policy tests: ${failed.length} of ${outcomes.length} would not hold`,
    ...failed
      .slice(0, 10)
      .map(({ path, line, name, failure }) => oneLine(`  ${path}:${line}: ${name}: ${failure ?? ''}`)),
  ].join('\n');
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 400);
const touchesPolicy = ({ assets }: Pick<Comparison, 'assets'>): boolean =>
  assets.some(({ path }) => path.endsWith('.cedar') || isTestFile(path));

/** The policy's files in the environment as they would be. */
async function filesAfter(
  { libraries, reader }: Parts,
  library: Library,
  change: Pick<Change, 'environment'>,
  { assets }: Pick<Comparison, 'assets'>,
): Promise<File[]> {
  const live = await Promise.all(
    ['.cedar', testSuffix].map((suffix) =>
      libraries.liveTextsEnding(reader, library, change.environment, suffix),
    ),
  );
  const touched = new Set(assets.map(({ path }) => path));
  const kept = live.flat().filter(({ path }) => !touched.has(path));
  const brought = assets.flatMap(({ path, head }) => (head === null ? [] : [{ path, text: head.text }]));
  return [...kept, ...brought].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function testsHold(outcomes: ReturnType<typeof runTests>): Check {
  const failed = outcomes.flatMap(({ path, line, name, failure }) =>
    failure === null ? [] : [{ path, line, message: `${name}: ${failure}` }],
  );
  const [first] = failed;
  if (first !== undefined) return builtIn('policy_tests', 'failed', first.message, failed);
  if (outcomes.length === 0)
    return builtIn(
      'policy_tests',
      'passed',
      `There are no test cases. Write some in a file ending in ${testSuffix}.`,
    );
  return builtIn('policy_tests', 'passed', `${counted(outcomes.length, 'test case')} hold.`);
}

/** Publishing does not wait for it: what it found is for people to weigh. */
async function simulated({ reader }: Parts, change: Change, version: string): Promise<Check> {
  const found = await simulationOf(reader, change.organization, change.id, version);
  if (found === undefined)
    return builtIn(
      'simulation',
      'missing',
      'Nobody tried exactly this on recorded calls yet. Simulate it on the policy page.',
      [],
      false,
    );
  const { judged, forbidden, permitted, obliged } = found;
  const detail = `Of ${counted(judged, 'recorded call')}, ${forbidden} would be forbidden, ${permitted} permitted, and ${obliged} run under other obligations.`;
  return builtIn('simulation', 'passed', detail, [], false);
}
