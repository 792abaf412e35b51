import { Problem } from '../platform/problem.ts';
import { type Rule, rulesInTurns, rulesOf } from './rule.ts';

/** One Cedar file that is in force. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The rules that an organization is judged by, with what is wrong with them. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Files that cannot be read. While there is any, everything is forbidden: nobody knows what it would have forbidden. */
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
}

/** Where the built-in rules say that they stand. */
export const builtInFolder = 'built-in/';
export const isBuiltIn = ({ file }: Pick<Rule, 'file'>): boolean => file.startsWith(builtInFolder);

/**
 * An organization's own rules over the built-in ones. A rule of its own takes the place of the built-in one of the same id, if that is a
 * permit or monitored; the built-in forbids stay, and every forbid wins. Two own rules with one id are both in force, the second under
 * `id#2`. Pure.
 */
export function ruleSetOf(builtIn: readonly Rule[], files: readonly SourceFile[]): RuleSet {
  const reading = startReading();
  for (const { path, text } of files) reading.take(path, () => rulesOf({ name: path, text }));
  return together(builtIn, reading);
}

/** As `ruleSetOf`, with a turn for others between small pieces. */
export async function ruleSetInTurns(
  builtIn: readonly Rule[],
  files: readonly SourceFile[],
  turn: () => Promise<unknown>,
): Promise<RuleSet> {
  const reading = startReading();
  for (const { path, text } of files) {
    const read = await rulesInTurns({ name: path, text }, turn).then(
      (rules) => () => rules,
      (error: unknown) => () => {
        throw error;
      },
    );
    reading.take(path, read);
  }
  return together(builtIn, reading);
}

/** The organization's own rules so far, and files that cannot be read. */
function startReading() {
  const own: Rule[] = [];
  const unreadable: { path: string; why: string }[] = [];
  const take = (path: string, read: () => readonly Rule[]): void => {
    try {
      own.push(...read());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unreadable.push({ path, why: error.detail });
    }
  };
  return { own, unreadable, take };
}

function together(
  builtIn: readonly Rule[],
  { own, unreadable }: Pick<ReturnType<typeof startReading>, 'own' | 'unreadable'>,
): RuleSet {
  const replaced = new Set(own.map(({ id }) => id));
  const kept = builtIn.filter((rule) => !isReplaceable(rule) || !replaced.has(rule.id));
  return { rules: distinct([...kept, ...own]), unreadable };
}

/** Whether a rule of an organization may take a built-in one's place. */
export function isReplaceable({ effect, mode }: Pick<Rule, 'effect' | 'mode'>): boolean {
  return effect === 'permit' || mode === 'monitor';
}

function distinct(rules: readonly Rule[]): Rule[] {
  const times = new Map<string, number>();
  return rules.map((rule) => {
    const time = (times.get(rule.id) ?? 0) + 1;
    times.set(rule.id, time);
    return time === 1 ? rule : { ...rule, id: `${rule.id}#${time}` };
  });
}

/** What stands for files that cannot be read: it forbids everything, and says why. */
export function lockOf(unreadable: RuleSet['unreadable']): Rule[] {
  const byPath = new Map(unreadable.map((one) => [one.path, one]));
  return [...byPath.values()].map(({ path, why }) => ({
    id: `unreadable:${path}`,
    effect: 'forbid',
    mode: 'enforce',
    reason: `A policy file of the organization cannot be read, so nothing runs: ${why} Ask whoever publishes the library policy.`,
    // A part of the text, so that another reason is another version.
    text: `// ${why.replace(/\s+/g, ' ')}\nforbid (principal, action, resource);`,
    obligations: [],
    expires: null,
    file: path,
  }));
}
