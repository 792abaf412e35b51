import type { AssetChange, ChangeDetail } from '../api/types.ts';
import { useRenderedPair } from '../libraries/comparing/use-rendered-pair.ts';

/** A prompt as it renders before and after a change. @param start what was typed for its variables before */
export const useChangeRendered = (
  { library, base, revision }: ChangeDetail,
  asset: AssetChange,
  start?: Readonly<Record<string, string>>,
) =>
  useRenderedPair(
    library,
    { path: asset.path, text: asset.base?.text ?? null, ref: base },
    { path: asset.path, text: asset.head?.text ?? null, ref: revision },
    start,
  );
