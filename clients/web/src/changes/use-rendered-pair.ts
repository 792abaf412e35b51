import { useQuery } from '@tanstack/react-query';
import type { AssetChange, ChangeDetail } from '../api/types.ts';
import { assetQuery, libraryQuery } from '../libraries/queries.ts';
import { usePreview } from '../libraries/use-preview.ts';

/** A prompt as it renders before and after a change, with the same sample variables on both sides. */
export function useRenderedPair(change: ChangeDetail, asset: AssetChange) {
  const base = useSide(change, asset.path, asset.base?.text ?? null, change.base);
  const head = useSide(change, asset.path, asset.head?.text ?? null, change.revision);
  const names = new Set(head.fields.map(({ name }) => name));
  return {
    base: asset.base === null ? null : base,
    head: asset.head === null ? null : head,
    fields: [...head.fields, ...base.fields.filter(({ name }) => !names.has(name))],
    typed: head.typed,
    faults: { ...base.variableFaults, ...head.variableFaults },
    setVariable: (name: string, text: string) => {
      base.setVariable(name, text);
      head.setVariable(name, text);
    },
  };
}

/** One side. Who may not read unpublished commits still sees it rendered, with the published partials. */
function useSide({ library }: ChangeDetail, path: string, text: string | null, commit: string) {
  const permissions = useQuery(libraryQuery(library)).data?.permissions;
  const readsCommits = permissions?.includes('branch.list') === true;
  const asset = useQuery({ ...assetQuery(library, path, commit), enabled: readsCommits && text !== null });
  const isKnown = permissions !== undefined && (!readsCommits || asset.data !== undefined || asset.isError);
  return usePreview({
    library,
    text: text ?? '',
    known: asset.data?.prompt?.inputs,
    ref: readsCommits && !asset.isError ? commit : 'main',
    enabled: text !== null && isKnown,
  });
}
