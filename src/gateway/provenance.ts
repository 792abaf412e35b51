import type { Provenance } from './custody.ts';
import type { Execution } from './execution.ts';
import type { GatewayParts } from './parts.ts';

/** Asks the slices to the left how the version that ran came to be. Empty for what was never published. */
export async function provenanceOf(
  parts: Pick<GatewayParts, 'libraries' | 'changes'>,
  execution: Execution,
): Promise<Provenance> {
  const { organization, prompt } = execution;
  const library = prompt === null ? undefined : await parts.libraries.byId(organization, prompt.libraryId);
  if (prompt === null || prompt.version === null || library === undefined)
    return { first: undefined, commits: [], story: [] };
  const { path, version, change } = prompt;
  const [firsts, commits, story] = await Promise.all([
    parts.libraries.contributions(library, path, 1),
    parts.libraries.contributions(library, path, version),
    change === null ? [] : parts.changes.story(organization, change),
  ]);
  return { first: firsts.at(-1), commits: commits.toReversed(), story };
}
