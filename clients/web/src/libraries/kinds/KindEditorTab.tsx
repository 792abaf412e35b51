import { type ComponentProps, lazy, Suspense, useState } from 'react';
import type { Asset } from '../../api/types.ts';
import { policyLibrary } from '../../changes/requirements/policy-library.ts';
import { Button } from '../../design/Button.tsx';
import { FormProblem, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { FaultList } from '../FaultList.tsx';
import { type Proposing, Together } from '../together/Together.tsx';
import { useEdit } from '../together/use-edit.ts';
import { kindOfPath, languageOfKind } from './kind.tsx';
import { OutlinePanel } from './OutlinePanel.tsx';
import { useCheck } from './use-check.ts';

const RequirementForm = lazy(() => import('../../changes/requirements/RequirementForm.tsx'));
const PreviewPanel = lazy(() => import('../../changes/requirements/PreviewPanel.tsx'));
const TestsPanel = lazy(() => import('../../policy/TestsPanel.tsx'));
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
  const kind = asset?.kind ?? kindOfPath(path);
  const edit = useEdit({ library, path, at }, asset, startText);
  const { text, setText, isDirty, discard } = edit;
  const [proposing, setProposing] = useState<Proposing>(null);
  const [goTo, setGoTo] = useState<{ line: number; at: number } | null>(null);
  const check = useCheck(library, path, text);
  const proposeBecause =
    notBecause ??
    (isDirty
      ? check.faults.length > 0
        ? 'Repair the problems under the editor first.'
        : null
      : 'There is nothing to propose yet: edit the text first.');
  const go = (line: number) => setGoTo({ line, at: Date.now() });
  const isForm = kind === 'requirement';
  return (
    <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
      {isForm && <FormSection library={library} text={text} notBecause={notBecause} onChange={setText} />}
      <div
        className={
          isForm ? 'min-w-0 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto' : 'min-w-0'
        }
      >
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
          <div className={isForm ? 'h-[46vh] min-h-64' : 'h-[50vh] min-h-80 lg:h-[62vh]'}>
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
                    ? setProposing('here')
                    : showToast({ text: proposeBecause, tone: 'info' })
                }
              />
            </Suspense>
          </div>
          <FaultList faults={check.faults} onGo={go} />
        </div>
        {notBecause !== null && <p className="text-ink-soft mt-2 text-xs">{notBecause}</p>}
        {isForm && (
          <Suspense fallback={null}>
            <PreviewPanel library={library} path={path} text={text} />
          </Suspense>
        )}
      </div>
      {!isForm && (
        <section className="min-w-0">
          <h2 className="mb-2.5 flex min-h-9 items-center font-semibold">What it says</h2>
          <WhatItSays kind={kind} path={path} check={check} onGo={go} />
          {library === policyLibrary && /\.(?:cedar|policy-test\.yaml)$/.test(path) && (
            <Suspense fallback={null}>
              <TestsPanel path={path} text={text} onGo={go} />
            </Suspense>
          )}
        </section>
      )}
    </div>
  );
}

/** For those who do not write the format: the same text, as a form. */
const FormSection = (props: ComponentProps<typeof RequirementForm>) => (
  <section aria-label="Form" className="min-w-0">
    <h2 className="mb-2.5 flex min-h-9 items-center font-semibold">Form</h2>
    <Suspense fallback={<Skeleton rows={3} height={120} />}>
      <RequirementForm {...props} />
    </Suspense>
  </section>
);

const WhatItSays = ({
  kind,
  path,
  check,
  onGo,
}: {
  kind: string;
  path: string;
  check: ReturnType<typeof useCheck>;
  onGo: (line: number) => void;
}) => (
  <>
    {check.error !== null && <FormProblem error={check.error} />}
    {check.outline !== null ? (
      <OutlinePanel outline={check.outline} onGo={onGo} />
    ) : (
      <p className="text-ink-soft leading-relaxed">{withoutOutline(kind, path, check.faults.length > 0)}</p>
    )}
  </>
);

function withoutOutline(kind: string, path: string, hasFaults: boolean): string {
  if (hasFaults) return 'It cannot be read yet: see the problems under the editor.';
  if (kind === 'other') return 'A file of no kind: it is kept and versioned, and nothing runs it.';
  if (path.endsWith('.cedarschema')) return 'The schema that the rules of policies are checked against.';
  return 'Reading …';
}
