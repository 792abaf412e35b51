import { lazy, Suspense, useState } from 'react';
import type { Asset } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Time } from '../design/Time.tsx';
import { showToast } from '../design/toasts.ts';
import { AlreadyPublished } from './AlreadyPublished.tsx';
import { FaultList } from './FaultList.tsx';
import { PreviewPanel } from './PreviewPanel.tsx';
import { type Proposing, Together } from './together/Together.tsx';
import { useEdit } from './together/use-edit.ts';
import { usePreview } from './use-preview.ts';
import { VariablesForm } from './VariablesForm.tsx';

const Editor = lazy(async () => ({ default: (await import('./editor/Editor.tsx')).Editor }));

type Props = {
  library: string;
  path: string;
  at: string;
  asset: Asset | null;
  startText: string;
  notBecause: string | null;
};

/** The prompt as text on the left, as the model gets it on the right; an edit becomes a change from here. */
export function EditorTab({ library, path, at, asset, startText, notBecause }: Props) {
  const edit = useEdit({ library, path, at }, asset, startText);
  const { text, setText, isDirty, discard } = edit;
  const [proposing, setProposing] = useState<Proposing>(null);
  const [goTo, setGoTo] = useState<{ line: number; at: number } | null>(null);
  const preview = usePreview({ library, text, known: asset?.prompt?.inputs, ref: at });
  const proposeBecause =
    notBecause ??
    (isDirty
      ? preview.faults.length > 0 && preview.error !== null
        ? 'Repair the problems under the editor first.'
        : null
      : 'There is nothing to propose yet: edit the prompt first.');
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
      <div className="min-w-0">
        <div className="mb-2.5 flex min-h-9 flex-wrap items-center gap-2">
          <h2 className="mr-auto font-semibold">
            Prompt
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
          <Button look="primary" disabledBecause={proposeBecause} onClick={() => setProposing('here')}>
            Propose change
          </Button>
        </div>
        {edit.restored !== null && (
          <p className="text-ink-soft mb-2.5 text-xs">
            Your edit was restored (<Time at={edit.restored.at} />
            ).
          </p>
        )}
        <Together
          library={library}
          path={path}
          at={at}
          isNew={asset === null}
          edit={edit}
          proposing={proposing}
          onProposing={setProposing}
        />
        <div className="card overflow-hidden">
          <div className="h-[50vh] min-h-80 lg:h-[56vh]">
            <Suspense fallback={<EditorSkeleton />}>
              <Editor
                label={`Text of ${path}`}
                text={text}
                readOnly={notBecause !== null}
                faults={preview.faults}
                goTo={goTo}
                onChange={setText}
                onSave={() =>
                  proposeBecause === null
                    ? setProposing('here')
                    : showToast({ text: proposeBecause, tone: 'info' })
                }
              />
            </Suspense>
          </div>
          <FaultList faults={preview.faults} onGo={(line) => setGoTo({ line, at: Date.now() })} />
        </div>
        {notBecause === null && (asset === null || isDirty) && (
          <AlreadyPublished library={library} path={path} text={text} />
        )}
        {notBecause !== null && <p className="text-ink-soft mt-2 text-xs">{notBecause}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <section>
          <h2 className="mb-2.5 flex min-h-9 items-center font-semibold">Preview</h2>
          <PreviewPanel
            rendered={preview.rendered}
            error={preview.error}
            hasFaults={preview.faults.length > 0}
          />
        </section>
        <section>
          <h2 className="mb-2.5 font-semibold">Sample variables</h2>
          <VariablesForm
            fields={preview.fields}
            typed={preview.typed}
            faults={preview.variableFaults}
            onChange={preview.setVariable}
          />
        </section>
      </div>
    </div>
  );
}

const EditorSkeleton = () => (
  <div role="status" aria-label="Loading the editor" className="flex flex-col gap-2.5 p-4">
    {[40, 65, 55, 80, 70, 30].map((width) => (
      <div key={width} className="skeleton h-4" style={{ width: `${width}%` }} />
    ))}
  </div>
);
