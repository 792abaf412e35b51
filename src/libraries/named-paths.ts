import { createHash } from 'node:crypto';
import type { EntryDraft } from '../ledger/index.ts';
import { fileLimits } from './library.ts';

/**
 * The paths of a commit as its entry names them: all of them, or, when an entry could not hold them, the digest of their sorted list;
 * the commit itself lists them then. Pure.
 */
export function namedPaths(paths: readonly string[]): EntryDraft['data'] {
  const bytes = paths.reduce((sum, path) => sum + Buffer.byteLength(path), 0);
  if (bytes <= fileLimits.bytesOfPathsPerCommit) return { paths: [...paths] };
  const hex = createHash('sha256').update(paths.join('\n')).digest('hex');
  return { pathsDigest: `sha256:${hex}`, pathCount: paths.length };
}
