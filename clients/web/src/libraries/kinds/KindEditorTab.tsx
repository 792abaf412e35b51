import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { Asset } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { FormProblem, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { draftStore } from '../drafts.ts';
import { FaultList } from '../FaultList.tsx';
import { ProposeDialog } from '../ProposeDialog.tsx';
import { kindOfPath, languageOfKind } from './kind.tsx';
import { OutlinePanel } from './OutlinePanel.tsx';
import { useCheck } from './use-check.ts';

const Editor = lazy(async () => ({ default: (await import('../editor/Editor.tsx')).Editor }));

type Props = {
  library: string;
  path: string;
  at: string;
  asset: Asset | null;
  startText: string;
  notBecause: string | null;
};

/** The text on the left with its problems under it, what it says on the right; an edit becomes a change from here. */
export function KindEditorTab({ library, path, at, asset, startText, notBecause }: Props) {
  const org = useOrg();
  const kind = asset?.kind ?? kindOfPath(path);
  const drafts = useMemo(() => draftStore(org, library, path, at), [org, library, path, at]);
  const saved = asset?.text ?? '';
  const [draft] = useState(() => drafts.read());
  const [text, setText] = useState(startText);
  const [proposing, setProposing] = useState(false);
  const [goTo, setGoTo] = useState<{ line: number; at: number } | null>(null);
  const check = useCheck(library, path, text);
  const isDirty = text !== saved;
  useEffect(() => {
    if (text === saved) drafts.clear();
    else drafts.write({ text, base: asset?.digest ?? null, at: new Date().toISOString() });
  }, [text, saved, asset?.digest, drafts]);

  const discard = () => {
    const thrown = text;
    setText(saved);
    showToast({
      text: 'Your edit is discarded.',
      tone: 'info',
      action: { label: 'Undo', run: () => setText(thrown) },
    });
  };
  const proposeBecause =
    notBecause ??
    (isDirty
      ? check.faults.length > 0
        ? 'Repair the problems under the editor first.'
        : null
      : 'There is nothing to propose yet: edit the text first.');
  const isOutdated =
    draft !== null && asset !== null && draft.base !== null && draft.base !== asset.digest && isDirty;
  const go = (line: number) => setGoTo({ line, at: Date.now() });
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
      <div className="min-w-0">
        <div className="mb-2.5 flex min-h-9 flex-wrap items-center gap-2">
          <h2 className="mr-auto font-semibold">
            Text
            {isDirty && (
              <span className="text-ink-soft ml-2 text-xs font-normal">
                {asset === null ? 'new, only in this browser' : 'edited, only in this browser'}
              </span>
            )}
          </h2>
          {isDirty && asset !== null && (
            <Button look="quiet" onClick={discard}>
              Discard
            </Button>
          )}
          <Button look="primary" disabledBecause={proposeBecause} onClick={() => setProposing(true)}>
            Propose change
          </Button>
        </div>
        {isOutdated && draft !== null && (
          <p className="bg-warn-soft text-warn mb-2.5 rounded-md px-3 py-2 leading-relaxed">
            Your edit was restored (<Time at={draft.at} />
            ). The text has changed since: compare before you propose, or discard.
          </p>
        )}
        <div className="card overflow-hidden">
          <div className="h-[50vh] min-h-80 lg:h-[62vh]">
            <Suspense fallback={<Skeleton rows={5} height={24} />}>
              <Editor
                label={`Text of ${path}`}
                text={text}
                readOnly={notBecause !== null}
                language={path.endsWith('.cedarschema') ? 'plain' : languageOfKind(kind)}
                faults={check.faults}
                goTo={goTo}
                onChange={setText}
                onSave={() =>
                  proposeBecause === null
                    ? setProposing(true)
                    : showToast({ text: proposeBecause, tone: 'info' })
                }
              />
            </Suspense>
          </div>
          <FaultList faults={check.faults} onGo={go} />
        </div>
        {notBecause !== null && <p className="text-ink-soft mt-2 text-xs">{notBecause}</p>}
      </div>
      <section className="min-w-0">
        <h2 className="mb-2.5 flex min-h-9 items-center font-semibold">What it says</h2>
        {check.error !== null && <FormProblem error={check.error} />}
        {check.outline !== null ? (
          <OutlinePanel outline={check.outline} onGo={go} />
        ) : (
          <p className="text-ink-soft leading-relaxed">
            {withoutOutline(kind, path, check.faults.length > 0)}
          </p>
        )}
      </section>
      {proposing && (
        <ProposeDialog
          library={library}
          path={path}
          text={text}
          at={at}
          isNew={asset === null}
          onDone={drafts.clear}
          onClose={() => setProposing(false)}
        />
      )}
    </div>
  );
}

function withoutOutline(kind: string, path: string, hasFaults: boolean): string {
  if (hasFaults) return 'It cannot be read yet: see the problems under the editor.';
  if (kind === 'other') return 'A file of no kind: it is kept and versioned, and nothing runs it.';
  if (path.endsWith('.cedarschema')) return 'The schema that the rules of policies are checked against.';
  return 'Reading …';
}
