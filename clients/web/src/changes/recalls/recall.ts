import type { Recall } from '../../api/types.ts';

/** What is recalled, in words: `v3 of support/letter`, `the model gpt-5`. */
export function targetText({ kind, library, path, version, model }: Recall['target']): string {
  const asset = `${library}/${(path ?? '').replace(/\.prompt$/, '')}`;
  switch (kind) {
    case 'model':
      return `the model ${model}`;
    case 'version':
      return `v${version} of ${asset}`;
    case 'asset':
      return `${asset}, every version`;
    case 'workflow':
      return `the workflow ${asset}`;
  }
}

/** The recalls that stop an asset, or exactly these bytes of it. */
export function recallsOn(
  recalls: readonly Recall[],
  path: string,
  digests: readonly string[],
): readonly Recall[] {
  return recalls.filter(({ target }) =>
    target.kind === 'version'
      ? target.digest !== null && digests.includes(target.digest)
      : target.path === path,
  );
}
