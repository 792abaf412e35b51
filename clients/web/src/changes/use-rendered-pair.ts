import type { AssetChange, ChangeDetail } from '../api/types.ts';
import { usePreview } from '../libraries/use-preview.ts';

/** A prompt as it renders before and after a change, with the same sample variables on both sides. */
export function useRenderedPair(change: ChangeDetail, asset: AssetChange) {
  const base = usePreview(change.library, asset.base?.text ?? '', undefined);
  const head = usePreview(change.library, asset.head?.text ?? '', undefined);
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
