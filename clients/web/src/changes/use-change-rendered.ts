import type { AssetChange, ChangeDetail } from '../api/types.ts';
import { useRenderedPair } from '../libraries/comparing/use-rendered-pair.ts';

/** A prompt as it renders before and after a change. */
export const useChangeRendered = ({ library, base, revision }: ChangeDetail, asset: AssetChange) =>
  useRenderedPair(
    library,
    { path: asset.path, text: asset.base?.text ?? null, ref: base },
    { path: asset.path, text: asset.head?.text ?? null, ref: revision },
  );
