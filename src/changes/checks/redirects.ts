import {
  assetName,
  type Comparison,
  type Library,
  mostRedirects,
  parsePrompt,
  redirectOf,
  variablesUsed,
} from '../../libraries/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Change } from '../change.ts';
import type { ChangesParts } from '../parts.ts';
import { builtIn, type Check, counted, type Finding } from './check.ts';

/**
 * Where the prompts of a change send their callers: to what is live in the same environment, in the same library or an open one, and not in a
 * circle. Of a restricted library nothing is told: it is as if it were not there. Null: nothing is sent anywhere.
 */
export async function redirectCheck(
  { libraries }: Pick<ChangesParts, 'libraries'>,
  db: Reader | Tx,
  library: Library,
  { environment, organization }: Change,
  { assets }: Comparison,
): Promise<Check | null> {
  const heads = new Map(assets.map(({ path, head }) => [path, head?.text]));
  const sending = [...heads].flatMap(([path, text]) =>
    text !== undefined && redirectOf(path, text) !== undefined ? [{ path, text }] : [],
  );
  if (sending.length === 0) return null;
  const liveAt = async (name: string, path: string) => {
    if (name === library.name && heads.has(path)) return heads.get(path);
    const other = name === library.name ? library : await libraries.byName(organization, name);
    const isReached = other !== undefined && (other.id === library.id || other.visibility === 'open');
    return isReached ? libraries.liveText(db, other, environment, path) : undefined;
  };
  const failures: Finding[] = [];
  const notes: Finding[] = [];
  for (const { path, text } of sending.slice(0, 50)) {
    const reached = await endOf(liveAt, library.name, path, text);
    if ('fault' in reached) failures.push({ path, line: null, message: reached.fault });
    else {
      const sent = new Set(variablesOf(text).map(({ name }) => name));
      const missing = variablesOf(reached.text).flatMap(({ name, used, required, default: fallback }) =>
        (required || (used && fallback === undefined)) && !sent.has(name) ? [name] : [],
      );
      if (missing.length > 0)
        notes.push({
          path,
          line: null,
          message: `Its callers do not send ${missing.join(', ')}, which ${reached.name} needs.`,
        });
    }
  }
  const [first] = failures;
  if (first !== undefined) return builtIn('redirects', 'failed', first.message, [...failures, ...notes]);
  const detail = `${counted(sending.length, 'prompt')} ${sending.length === 1 ? 'sends its' : 'send their'} callers to another one that is live in ${environment}.`;
  return builtIn('redirects', 'passed', detail, notes);
}

type End = { readonly name: string; readonly text: string } | { readonly fault: string };

/** Where one gets in the end. */
async function endOf(
  liveAt: (library: string, path: string) => Promise<string | undefined>,
  library: string,
  path: string,
  text: string,
): Promise<End> {
  const seen = new Set([`${library}/${path}`]);
  let name = `${library}/${assetName(path)}`;
  let now = { path, text };
  for (let to = redirectOf(path, text); to !== undefined; to = redirectOf(now.path, now.text)) {
    name = `${to.library}/${assetName(to.path)}`;
    const next = await liveAt(to.library, to.path);
    if (next === undefined)
      return {
        fault: `${name} is not live there, or not in this or an open library. Publish it first, or name another one.`,
      };
    if (seen.has(`${to.library}/${to.path}`) || seen.size > mostRedirects)
      return { fault: `It leads around in a circle, over ${name}. Name a prompt that has no redirect.` };
    seen.add(`${to.library}/${to.path}`);
    now = { path: to.path, text: next };
  }
  return { name, text: now.text };
}

function variablesOf(text: string): ReturnType<typeof variablesUsed> {
  const read = parsePrompt(text);
  return read.ok ? variablesUsed(read.prompt) : [];
}
