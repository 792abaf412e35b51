import type { OrganizationId } from '../../ledger/index.ts';
import { assetFaults, type Comparison } from '../../libraries/index.ts';
import { boundedCache } from '../../platform/bounded-cache.ts';
import type { Change } from '../change.ts';
import { type BuiltInName, builtIn, type Check, type CheckedFile, counted } from './check.ts';
import { undeclaredData } from './data-classes.ts';
import { hiddenCharacters } from './hidden-characters.ts';
import { policiesFit } from './policies.ts';
import { secretsIn } from './secrets.ts';

/** How much text the checks of one change read, in characters. What is more cannot be looked through by a person either. */
const mostCharacters = 4_000_000;

/** What was found in exact contents, which never changes: looked through once, however many lists and pages show it. */
const inspected = boundedCache<readonly Check[]>(5_000);

/** What to do about a change that would change nothing. */
export function nothingToPublish({ branch, environment }: Pick<Change, 'branch' | 'environment'>): string {
  return `Branch ${branch} holds nothing that is not live in ${environment} already. Commit something to it first.`;
}

/**
 * The checks that the server makes itself, of exactly these bytes, so they cannot be stale. Fail-closed: what cannot be computed is
 * errored, and not passed.
 */
export async function builtInChecks(
  organization: OrganizationId,
  comparison: Comparison,
  change: Pick<Change, 'branch' | 'environment'>,
): Promise<readonly Check[]> {
  const files = comparison.assets.flatMap(({ path, head }) =>
    head === null ? [] : [{ path, text: head.text }],
  );
  return [
    ...ofComparison(comparison, change, files),
    ...(await ofContent(`${organization} ${comparison.digest}`, files)),
  ];
}

function ofComparison(
  comparison: Comparison,
  change: Pick<Change, 'branch' | 'environment'>,
  files: readonly CheckedFile[],
): Check[] {
  const { assets, conflicts } = comparison;
  const faults = files.flatMap(({ path, text }) =>
    assetFaults(path, text).map(({ line, column, message }) => ({ path, line, column, message })),
  );
  const [first] = faults;
  return [
    assets.length > 0
      ? builtIn('content', 'passed', `${assets.length} changed`)
      : builtIn('content', 'failed', nothingToPublish(change)),
    first === undefined
      ? builtIn('parses', 'passed', 'Every asset parses.')
      : builtIn(
          'parses',
          'failed',
          `${first.path}:${first.line}:${first.column}: ${first.message}`,
          faults.map(({ path, line, message }) => ({ path, line, message })),
        ),
    conflicts.length === 0
      ? builtIn('merges', 'passed', 'It merges cleanly into main.')
      : builtIn(
          'merges',
          'failed',
          `Main has changed too: ${conflicts.slice(0, 5).join(', ')}. Bring main into the branch; then the change is reviewed again as it is.`,
          conflicts.map((path) => ({ path, line: null, message: 'Changed on main too.' })),
        ),
  ];
}

/** The slower ones. One that errored is not remembered: it is computed again the next time it is asked for. */
async function ofContent(key: string, files: readonly CheckedFile[]): Promise<readonly Check[]> {
  try {
    return await inspected.get(key, async () => {
      const checks = await readThrough(files);
      if (checks.some(({ state }) => state === 'errored')) throw new Errored(checks);
      return checks;
    });
  } catch (error) {
    if (error instanceof Errored) return error.checks;
    throw error;
  }
}

class Errored extends Error {
  readonly checks: readonly Check[];
  constructor(checks: readonly Check[]) {
    super('a check could not be computed');
    this.checks = checks;
  }
}

async function readThrough(files: readonly CheckedFile[]): Promise<readonly Check[]> {
  const characters = files.reduce((sum, { text }) => sum + text.length, 0);
  const tooLarge = characters > mostCharacters;
  const attempt = async (name: BuiltInName, compute: () => Check | null | Promise<Check | null>) => {
    if (tooLarge)
      return builtIn(
        name,
        'failed',
        `The change brings ${counted(characters, 'character')}, more than the ${mostCharacters} that are looked through. Propose it in smaller parts.`,
      );
    try {
      return await compute();
    } catch {
      return builtIn(
        name,
        'errored',
        'It could not be computed. Load the page again; ask an admin if it stays so.',
      );
    }
  };
  const checks = [
    await attempt('secrets', () => secretsIn(files)),
    await attempt('data_classes', () => undeclaredData(files)),
    await attempt('hidden_characters', () => hiddenCharacters(files)),
    await attempt('policies', () => policiesFit(files)),
  ];
  return checks.filter((check) => check !== null);
}
