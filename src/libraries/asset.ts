import { createHash } from 'node:crypto';

/** The kinds of asset that govern or run; everything else is kept and versioned, but not runnable. */
export const ASSET_KINDS = [
  'prompt',
  'policy',
  'workflow',
  'evaluation',
  'skill',
  'requirement',
  'classes',
  'model',
  'use-case',
  'value-model',
  'other',
] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** SHA-256 over an asset's exact bytes, as stored in git. */
export type Digest = `sha256:${string}`;

/** Which version of an asset is meant. Without a selector: the caller's default. */
export type Selector =
  | { readonly type: 'version'; readonly number: number }
  | { readonly type: 'environment'; readonly name: string }
  | { readonly type: 'digest'; readonly digest: Digest }
  | { readonly type: 'branch'; readonly name: string };

/** A reference such as `marketing/emails/welcome@7`, taken apart. */
export interface AssetReference {
  readonly library: string;
  /** The asset's path in its library; a prompt's name has its `.prompt` put back. */
  readonly path: string;
  readonly selector: Selector | undefined;
}

export type ReferenceResult =
  | { readonly ok: true; readonly reference: AssetReference }
  | { readonly ok: false; readonly reason: string };

/** Longest path and longest part of a path, in bytes of UTF-8. */
export const PATH_LIMITS = { bytes: 1_024, segmentBytes: 255 } as const;

const SUFFIXES = [
  ['.prompt', 'prompt'],
  ['.cedar', 'policy'],
  ['.workflow.yaml', 'workflow'],
  ['.eval.yaml', 'evaluation'],
  ['.requirement.yaml', 'requirement'],
  ['.classes.yaml', 'classes'],
  ['.model.yaml', 'model'],
  ['.use-case.yaml', 'use-case'],
  ['.value.yaml', 'value-model'],
] as const;

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

/** An asset is recognized by its path alone. A skill is its `SKILL.md`; the files beside it belong to it (`skillFolder`). */
export function kindOf(path: string): AssetKind {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'SKILL.md' && path.includes('/')) return 'skill';
  if (name === 'countersign.cedarschema') return 'policy';
  const found = SUFFIXES.find(([suffix]) => name.length > suffix.length && name.endsWith(suffix));
  return found?.[1] ?? 'other';
}

/** How names of assets of a kind end; undefined for kinds that are told otherwise. */
export const suffixOf = (kind: AssetKind): string | undefined =>
  SUFFIXES.find(([, known]) => known === kind)?.[0];

/** Whether a policy's file is the schema that rules are checked against, and holds no rules. */
export const isCedarSchema = (path: string): boolean => path.endsWith('.cedarschema');

/**
 * The folder of the skill that `path` belongs to, given every path of the library; undefined when it belongs to none.
 * The nearest folder with a `SKILL.md` wins. Assets of other kinds inside stay assets of their own.
 */
export function skillFolder(path: string, paths: ReadonlySet<string>): string | undefined {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    if (paths.has(`${folder}/SKILL.md`)) return folder;
  }
  return undefined;
}

/**
 * Why a file may not have this path, as a sentence, or undefined when it may. The rules are git's own (`fsck`: no `.git`
 * in any disguise that a file system may take for it, no `..`), and one spelling per name (NFC).
 */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'The path is empty. Give the file a name.';
  if (path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path)) {
    return 'The path must be relative to the library, with "/" between folders.';
  }
  if (!path.isWellFormed() || path !== path.normalize('NFC')) {
    return 'The path must be Unicode in normal form C. Type its accents as single characters.';
  }
  if (/\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/u.test(path))
    return 'The path holds control characters. Remove them.';
  if (Buffer.byteLength(path) > PATH_LIMITS.bytes)
    return `The path is longer than ${PATH_LIMITS.bytes} bytes. Shorten it.`;
  for (const segment of path.split('/')) {
    const fault = segmentFault(segment);
    if (fault) return fault;
  }
  return undefined;
}

function segmentFault(segment: string): string | undefined {
  if (segment === '') return 'The path has an empty part. Remove the extra "/".';
  if (segment === '.' || segment === '..')
    return 'The path may not hold "." or ".." as a part. Write it out.';
  if (Buffer.byteLength(segment) > PATH_LIMITS.segmentBytes) {
    return `A part of the path is longer than ${PATH_LIMITS.segmentBytes} bytes. Shorten it.`;
  }
  return isDotGit(segment) ? 'The path may not hold ".git". Choose another name.' : undefined;
}

/** `.git` as HFS+ (ignorable characters), NTFS (`git~1`, trailing dots and spaces, streams) and people (case) read it. */
function isDotGit(segment: string): boolean {
  const read = segment
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/:.*$/s, '')
    .replace(/[. ]+$/, '');
  return read === '.git' || /^git~\d+$/.test(read);
}

/** The digest of an asset. Canonical is what git stores: the exact bytes, nothing normalized. */
export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Whether `text` is a whole digest in the one spelling that there is (lower case). */
export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** Names of libraries and environments: lower case, so that addresses never differ by case alone. */
export function isName(text: string): boolean {
  return NAME.test(text) && !text.includes('..') && !text.endsWith('.git') && !text.endsWith('.lock');
}

/** Branch names that git accepts (git-check-ref-format), within ours. */
export function isBranchName(text: string): boolean {
  const parts = text.split('/');
  const plain =
    /^[^\p{Cc} ~^:?*[\\]+$/u.test(text) && !text.includes('..') && !text.includes('@{') && text !== '@';
  return (
    plain &&
    text.length <= 200 &&
    !text.endsWith('.') &&
    parts.every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock')) &&
    !text.startsWith('-')
  );
}

/**
 * Takes `LIBRARY/NAME`, `…@7`, `…@production`, `…@sha256:…` or `…@branch:NAME` apart. A name without a suffix that makes it
 * an asset of another kind means the prompt `NAME.prompt`.
 */
export function parseReference(text: string): ReferenceResult {
  const refuse = (reason: string): ReferenceResult => ({ ok: false, reason });
  const slash = text.indexOf('/');
  const library = text.slice(0, Math.max(slash, 0));
  const at = text.indexOf('@', slash);
  const name = text.slice(slash + 1, at === -1 ? undefined : at);
  if (text.length > 2_000 || slash === -1 || !isName(library) || name === '') {
    return refuse('A reference is LIBRARY/NAME, optionally with @7, @production, @sha256:… or @branch:NAME.');
  }
  const path = assetPath(name);
  const fault = pathFault(path);
  if (fault) return refuse(fault);
  if (at === -1) return { ok: true, reference: { library, path, selector: undefined } };
  const selector = parseSelector(text.slice(at + 1));
  if (selector) return { ok: true, reference: { library, path, selector } };
  return refuse('After "@" stands a version number, an environment, a whole sha256: digest, or branch:NAME.');
}

/** What comes after the `@`, or undefined when it names nothing. */
export function parseSelector(text: string): Selector | undefined {
  if (/^[1-9]\d{0,8}$/.test(text)) return { type: 'version', number: Number(text) };
  if (isDigest(text)) return { type: 'digest', digest: text };
  if (text.startsWith('branch:')) {
    const name = text.slice('branch:'.length);
    return isBranchName(name) ? { type: 'branch', name } : undefined;
  }
  return isName(text) && /^[a-z]/.test(text) ? { type: 'environment', name: text } : undefined;
}

/** The inverse of `parseReference`. */
export function formatReference({ library, path, selector }: AssetReference): string {
  const name = `${library}/${assetName(path)}`;
  if (!selector) return name;
  switch (selector.type) {
    case 'version':
      return `${name}@${selector.number}`;
    case 'environment':
      return `${name}@${selector.name}`;
    case 'digest':
      return `${name}@${selector.digest}`;
    case 'branch':
      return `${name}@branch:${selector.name}`;
  }
}

/** `emails/welcome.prompt` is called `emails/welcome`; everything else by its path. */
export function assetName(path: string): string {
  const name = path.slice(0, -'.prompt'.length);
  return kindOf(path) === 'prompt' && assetPath(name) === path ? name : path;
}

/** The path that a name in a reference means. Files that are no assets of a kind cannot be named by a reference. */
export function assetPath(name: string): string {
  return kindOf(name) === 'other' ? `${name}.prompt` : name;
}
