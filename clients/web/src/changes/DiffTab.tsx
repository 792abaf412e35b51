import { useState } from 'react';
import type { ChangeDetail } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { EmptyState } from '../design/states.tsx';
import { AssetDiff } from './AssetDiff.tsx';
import type { DiffForm } from './DiffEditor.tsx';
import { useMedia } from './use-media.ts';

type Props = {
  change: ChangeDetail;
  shown: ReadonlySet<string>;
  onDrawn: (path: string, element: HTMLElement | null) => void;
  onGoOn: () => void;
};

/** Every file of the change, whole. */
export function DiffTab({ change, shown, onDrawn, onGoOn }: Props) {
  const isWide = useMedia('(min-width: 900px)');
  const [chosen, setChosen] = useState<DiffForm>('side');
  const form = isWide ? chosen : 'inline';
  const total = change.assets.length;
  const done = change.assets.filter(({ path }) => shown.has(path)).length;
  if (total === 0)
    return (
      <EmptyState title="This branch holds what is published already">
        There is nothing to publish: commit to the branch {change.branch} first.
      </EmptyState>
    );
  return (
    <>
      <div className="mb-3 flex min-h-9 flex-wrap items-center gap-3">
        <p role="status" className="text-ink-soft">
          {done === total
            ? `All of it was on your screen (${total} ${total === 1 ? 'file' : 'files'})`
            : `${done} of ${total} ${total === 1 ? 'file' : 'files'} shown whole`}
        </p>
        {done < total && (
          <Button small onClick={onGoOn}>
            Show what is left
          </Button>
        )}
        {isWide && (
          <fieldset className="ml-auto flex gap-1">
            <legend className="sr-only">Form of the difference</legend>
            {(['side', 'inline'] as const).map((value) => (
              <Button
                key={value}
                small
                look={form === value ? 'secondary' : 'quiet'}
                aria-pressed={form === value}
                onClick={() => setChosen(value)}
              >
                {value === 'side' ? 'Side by side' : 'Inline'}
              </Button>
            ))}
          </fieldset>
        )}
      </div>
      {change.assets.map((asset) => (
        <AssetDiff
          key={asset.path}
          asset={asset}
          form={form}
          isShown={shown.has(asset.path)}
          onDrawn={onDrawn}
        />
      ))}
    </>
  );
}
