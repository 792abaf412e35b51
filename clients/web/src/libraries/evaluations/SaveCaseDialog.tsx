import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useOrg, useSession } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Checkbox, Field } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import type { Progress } from '../propose.ts';
import { ChecksForm } from './ChecksForm.tsx';
import { evaluationPath, sameInput } from './case.ts';
import { assertionOf, type CheckDraft, missingIn } from './checks.ts';
import { openDraft, readEvaluation, saveCase } from './save-case.ts';

type Props = {
  library: string;
  name: string;
  at: string;
  vars: Readonly<Record<string, unknown>>;
  onClose: () => void;
};

const kinds = [
  { value: 'test', label: 'Test case', about: 'Every later version has to answer it as said below.' },
  {
    value: 'example',
    label: 'Example',
    about: 'The input alone: it is run, and a person looks at the answer.',
  },
] as const;

/** Keeps what was tried: a commit on a draft branch that adds the case to the prompt's evaluation, and its change. */
export default function SaveCaseDialog({ library, name, at, vars, onClose }: Props) {
  const org = useOrg();
  const me = useSession().principal.id;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const prompt = `${library}/${name}`;
  const path = evaluationPath(`${name}.prompt`);
  const [kind, setKind] = useState<'test' | 'example'>('test');
  const [description, setDescription] = useState('');
  const [checks, setChecks] = useState<readonly CheckDraft[]>([{ key: 0, type: 'icontains', text: '' }]);
  const [replace, setReplace] = useState(true);
  const [submit, setSubmit] = useState(false);
  const progress = useRef<Progress>({});
  const known = useQuery({
    queryKey: ['libraries', library, 'cases', path, at],
    queryFn: async () => {
      const draft = at === 'main' ? await openDraft(library, prompt, me) : undefined;
      return { draft, text: await readEvaluation(library, path, draft?.branch ?? at) };
    },
    staleTime: 0,
  });
  const twin = sameInput(known.data?.text ?? null, vars);
  const missing =
    kind === 'example'
      ? null
      : checks.length === 0
        ? 'Add a check, or save it as an example.'
        : missingIn(checks);
  const save = useMutation({
    mutationFn: () => {
      const assert = kind === 'example' ? [] : checks.map(assertionOf);
      const added = { description: description.trim(), vars, assert };
      const saving = { library, prompt, path, at, added, replace, submit };
      return saveCase(saving, known.data?.draft, progress.current);
    },
    onSuccess: async (change) => {
      showToast({ text: 'Saved on a draft branch. It counts once its change is published.', tone: 'good' });
      void queryClient.invalidateQueries({ queryKey: ['changes'] });
      void queryClient.invalidateQueries({ queryKey: ['libraries', library] });
      await navigate({ to: '/$org/changes/$change', params: { org, change: change.id } });
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Save as a case"
      description={`It is added to ${path}, on ${at === 'main' ? (known.data?.draft === undefined ? 'a new draft branch' : `your draft ${known.data.draft.branch}`) : `the branch ${at}`}. What runs stays as it is.`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <FormProblem error={save.error ?? known.error} />
        {twin !== null && (
          <div role="note" className="bg-warn-soft rounded-md px-3 py-2">
            <p className="text-warn mb-2 leading-relaxed">
              The case “{twin}” has exactly this input already.
            </p>
            <Checkbox
              label="Put this in its place"
              hint="Otherwise both stand there."
              checked={replace}
              onChange={(event) => setReplace(event.target.checked)}
            />
          </div>
        )}
        <Field
          label="What it is about"
          placeholder="a parcel that never came"
          maxLength={120}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <RadioCards
          legend="Save as"
          name="case-kind"
          choices={kinds}
          value={kind}
          onChange={setKind}
          className="grid gap-2 sm:grid-cols-2"
        />
        {kind === 'test' && <ChecksForm drafts={checks} onChange={setChecks} />}
        <details>
          <summary className="text-ink-soft cursor-pointer text-sm">The input that is saved</summary>
          <pre className="bg-sunken mt-2 max-h-48 overflow-auto rounded-md p-3 text-xs whitespace-pre-wrap">
            {JSON.stringify(vars, null, 2).slice(0, 20_000)}
          </pre>
        </details>
        <p className="text-ink-soft text-xs leading-relaxed">
          Everybody who may read this library can read the case. Leave personal data out: change the inputs
          and run again first.
        </p>
        <Checkbox
          label="Ask for review right away"
          hint="Otherwise it stays a draft, to which more cases can be added."
          checked={submit}
          onChange={(event) => setSubmit(event.target.checked)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={save.isPending}
            disabledBecause={known.isPending ? 'What is there already is being read.' : missing}
          >
            {save.isPending ? 'Saving…' : 'Save it'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
