import { lazy, Suspense, useState } from 'react';
import type { ChangeDetail, SimilarAsset } from '../../api/types.ts';

const SimilarDialog = lazy(async () => ({ default: (await import('./SimilarDialog.tsx')).SimilarDialog }));

/** What is published already and much like an asset of this change, ranked, for a person to judge. */
export function SimilarList({ change, similar }: { change: ChangeDetail; similar: readonly SimilarAsset[] }) {
  const [open, setOpen] = useState<SimilarAsset | null>(null);
  const isOne = change.assets.length === 1;
  return (
    <>
      <ol className="mt-1 flex flex-col gap-1 text-xs">
        {similar.map((one) => (
          <li key={`${one.path} ${one.library}/${one.like}`} className="wrap-anywhere">
            <span className="text-ink-soft tabular-nums">{Math.round(one.score * 100)} %</span>{' '}
            <button
              type="button"
              className="text-link min-h-6 text-left"
              aria-label={`Compare with ${one.library}/${one.name}, side by side`}
              onClick={() => setOpen(one)}
            >
              {one.library}/{one.name}
            </button>
            {!isOne && <span className="text-ink-faint"> like {one.path}</span>}
          </li>
        ))}
      </ol>
      {open !== null && (
        <Suspense fallback={null}>
          <SimilarDialog change={change} similar={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
