import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { assetName, parseReference } from '../asset.ts';
import type { Redirected, ResolvedPrompt } from '../libraries.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { claimsOf } from '../prompt-facts.ts';

/** A chain longer than this is a mistake, as a loop is. */
export const mostRedirects = 8;

/** Whom a text sends its callers to, as a path of a library. Pure; nearly every text is told by not having the word. */
export function redirectOf(
  path: string,
  text: string,
): { readonly library: string; readonly path: string } | undefined {
  if (!text.includes('redirect:')) return undefined;
  const to = claimsOf(path, text)?.redirect ?? null;
  const parsed = to === null ? undefined : parseReference(to);
  return parsed?.ok === true ? parsed.reference : undefined;
}

/**
 * Follows redirects from what is live in an environment to what is live there: never to a branch, a version that is not live, or a library
 * that the principal may not read. Each step was published by a change of its own (AT-12, AT-19).
 * @param open what is live there under another name, or a 404
 * @throws Problem `prompt.redirect_loop` 422, `prompt.redirect_unresolved` 404 (the same whether there is none or it is not theirs)
 */
export async function followRedirects(
  parts: LibrariesParts,
  principal: Principal,
  first: ResolvedPrompt,
  open: (library: ResolvedPrompt['library'], path: string) => Promise<ResolvedPrompt>,
): Promise<ResolvedPrompt> {
  const from: Redirected[] = [];
  const seen = new Set([`${first.library.id} ${first.path}`]);
  let now = first;
  for (let to = redirectOf(now.path, now.text); to !== undefined; to = redirectOf(now.path, now.text)) {
    const { library, path, version, digest, change } = now;
    from.push({ library, path, version, digest, change });
    const name = `${library.name}/${assetName(path)}`;
    const next = await reach(parts, principal, to, open).catch((error: unknown) => {
      throw error instanceof Problem && error.status < 500 ? unresolved(name, to, error) : error;
    });
    const key = `${next.library.id} ${next.path}`;
    if (seen.has(key) || from.length > mostRedirects) throw looping(name);
    seen.add(key);
    now = next;
  }
  return from.length === 0 ? first : { ...now, redirectedFrom: from };
}

async function reach(
  parts: LibrariesParts,
  principal: Principal,
  to: { readonly library: string; readonly path: string },
  open: (library: ResolvedPrompt['library'], path: string) => Promise<ResolvedPrompt>,
): Promise<ResolvedPrompt> {
  const library = await openLibrary(parts, principal, to.library, 'library.read', { path: to.path });
  return open(library, to.path);
}

function unresolved(
  name: string,
  to: { readonly library: string; readonly path: string },
  cause: Problem,
): Problem {
  return new Problem({
    code: 'prompt.redirect_unresolved',
    status: 404,
    detail: `${name} sends its callers to ${to.library}/${assetName(to.path)}, which is not live there or not yours to read. Ask the owner of ${name}, or name one of its versions by number.`,
    cause,
  });
}

function looping(name: string): Problem {
  return new Problem({
    code: 'prompt.redirect_loop',
    status: 422,
    detail: `${name} sends its callers around in a circle. Publish one of the prompts on the way without its redirect.`,
  });
}
