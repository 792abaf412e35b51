import { useState } from 'react';
import type { ChangeDetail } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { EmptyState } from '../design/states.tsx';
import { DiffFormSwitch } from '../libraries/comparing/DiffFormSwitch.tsx';
import { useDiffForm } from '../libraries/comparing/use-diff-form.ts';
import { AssetDiff } from './AssetDiff.tsx';
import { anchorOf } from './anchors.ts';
import { FileList } from './FileList.tsx';
import { AcceptAll } from './talk/AcceptAll.tsx';
import { SinceSwitch } from './talk/SinceSwitch.tsx';
import { useFileKeys } from './use-file-keys.ts';

type Props = {
  change: ChangeDetail;
  shown: ReadonlySet<string>;
  onDrawn: (path: string, element: HTMLElement | null) => void;
  onGoOn: () => void;
};

/** Every file of the change, whole. */
export function DiffTab({ change, shown, onDrawn, onGoOn }: Props) {
  const form = useDiffForm();
  const [since, setSince] = useState<string | undefined>(undefined);
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
        <SinceSwitch change={change} since={since} onSince={setSince} />
        <AcceptAll change={change} />
        <DiffFormSwitch {...form} />
      </div>
      {since !== undefined && (
        <p role="note" className="bg-accent-soft mb-3 rounded-md px-3 py-2 leading-relaxed">
          This is only what came since that revision. An approval binds all of it: show all that it changes
          before you approve.
        </p>
      )}
      {total > 1 && <FileList change={change} shown={shown} anchorOf={anchorOf} />}
      {change.assets.map((asset, at) => (
        <AssetDiff
          key={asset.path}
          change={change}
          asset={asset}
          anchor={anchorOf(at)}
          form={form.form}
          isShown={shown.has(asset.path)}
          since={since}
          onDrawn={onDrawn}
        />
      ))}
    </>
  );
}
