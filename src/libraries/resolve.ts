import { type Principal, permits } from '../access/index.ts';
import { invariant } from '../platform/invariant.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { assetName, kindOf, parseReference, type Selector } from './asset.ts';
import { production } from './environments/environment.ts';
import type { Library, ResolvedPrompt } from './libraries.ts';
import { resourceOf } from './library.ts';
import { loadPartials } from './load-partials.ts';
import { blobText, versionOf } from './open-asset.ts';
import { openLibrary } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { assetMoved, movedTo } from './paths/moved-to.ts';
import { followRedirects } from './redirects/follow.ts';
import { readCommit } from './store/commits.ts';
import { readBranch } from './store/refs.ts';
import { livePointers } from './store/versions.ts';

/** What a reference without a selector means. */
const defaultSelector = { type: 'environment', name: production } as const;

/**
 * The prompt that a reference names, for a principal that may read its library. A reference to a branch is unpublished work and needs
 * `branch.list`. What an environment has may send its callers on (`followRedirects`); versions and branches run as they are. Everything that is not there, or not theirs to see, is the identical 404.
 * @throws Problem `prompt.bad_reference` 400; `asset.not_runnable` 422 for what is no prompt; 404
 */
export async function resolve(
  parts: LibrariesParts,
  principal: Principal,
  text: string,
): Promise<ResolvedPrompt> {
  const parsed = parseReference(text);
  if (!parsed.ok) throw new Problem({ code: 'prompt.bad_reference', status: 400, detail: parsed.reason });
  const { library: name, path, selector = defaultSelector } = parsed.reference;
  const library = await openLibrary(parts, principal, name, 'library.read', { path });
  if (kindOf(path) !== 'prompt') throw notRunnable(path);
  if (selector.type === 'environment') {
    const first = await resolvePublished(parts, library, path, selector);
    return followRedirects(parts, principal, first, (next, at) =>
      resolvePublished(parts, next, at, selector),
    );
  }
  if (selector.type !== 'branch') return resolvePublished(parts, library, path, selector);
  if (!permits(principal, 'branch.list', resourceOf(library))) throw notFound();
  return resolveBranch(parts, library, path, selector.name);
}

async function resolvePublished(
  parts: LibrariesParts,
  library: Library,
  path: string,
  selector: Exclude<Selector, { type: 'branch' }>,
): Promise<ResolvedPrompt> {
  const version = await versionOf(parts, library, path, selector);
  if (version === undefined) {
    const file = assetName(path);
    if (await versionOf(parts, library, file, selector)) throw notRunnable(file);
    const now = await movedTo(parts, library, path);
    throw now === undefined ? notFound() : assetMoved(library, path, now);
  }
  const { text, digest } = await blobText(parts, library, version.blob);
  invariant(
    digest === version.digest,
    `version ${version.number} of ${path} has the bytes that were published`,
  );
  return {
    library,
    path,
    name: assetName(path),
    version: version.number,
    digest,
    commit: version.commit,
    text,
    environment:
      selector.type === 'environment'
        ? selector.name
        : await environmentOf(parts, library, path, version.number),
    published: true,
    change: version.change,
    partials: await loadPartials(parts, library, version.commit, text),
  };
}

/** For those who may read the library: that something is there, or what it would be, is theirs to know. */
function notRunnable(path: string): Problem {
  const kind = kindOf(path);
  const what = kind === 'other' ? 'a file of no kind' : /^[aeio]/.test(kind) ? `an ${kind}` : `a ${kind}`;
  return new Problem({
    code: 'asset.not_runnable',
    status: 422,
    detail: `${path} is ${what}, and only prompts can be run by name. Name a prompt, or read it with asset.read.`,
  });
}

/** Where a version is live: production if it is live there, else the first by name. */
async function environmentOf(parts: LibrariesParts, library: Library, path: string, number: number) {
  const live = (await livePointers(parts.reader, library, path)).get(path) ?? new Map<string, number>();
  if (live.get(production) === number) return production;
  return [...live].find(([, pointed]) => pointed === number)?.[0] ?? null;
}

async function resolveBranch(
  parts: LibrariesParts,
  library: Library,
  path: string,
  branch: string,
): Promise<ResolvedPrompt> {
  const head = await readBranch(parts.reader, library, branch);
  const commit = head === undefined ? undefined : await readCommit(parts.reader, library, head);
  if (commit === undefined) throw notFound();
  const file = (await parts.objects.listing(parts.reader, library, commit.tree)).get(path);
  if (file === undefined) throw notFound();
  const { text, digest } = await blobText(parts, library, file.oid);
  return {
    library,
    path,
    name: assetName(path),
    version: null,
    digest,
    commit: commit.oid,
    text,
    environment: null,
    published: false,
    change: null,
    partials: await loadPartials(parts, library, commit.oid, text),
  };
}
