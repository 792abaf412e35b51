import type { ChangeDetail } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { EmptyState } from '../design/states.tsx';
import { DiffFormSwitch } from '../libraries/comparing/DiffFormSwitch.tsx';
import { useDiffForm } from '../libraries/comparing/use-diff-form.ts';
import { AssetDiff } from './AssetDiff.tsx';
import { FileList } from './FileList.tsx';
import { useFileKeys } from './use-file-keys.ts';

type Props = {
  change: ChangeDetail;
  shown: ReadonlySet<string>;
  onDrawn: (path: string, element: HTMLElement | null) => void;
  onGoOn: () => void;
};

const anchorOf = (at: number): string => `file${at + 1}`;

/** Every file of the change, whole. */
export function DiffTab({ change, shown, onDrawn, onGoOn }: Props) {
  const form = useDiffForm();
  useFileKeys();
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
        <DiffFormSwitch {...form} />
      </div>
      {total > 1 && <FileList change={change} shown={shown} anchorOf={anchorOf} />}
      {change.assets.map((asset, at) => (
        <AssetDiff
          key={asset.path}
          change={change}
          asset={asset}
          anchor={anchorOf(at)}
          form={form.form}
          isShown={shown.has(asset.path)}
          onDrawn={onDrawn}
        />
      ))}
    </>
  );
}
