import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { Template } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { draftStore } from '../drafts.ts';
import { assetNamePattern, nameOfPath, pathNamed, textNamed } from './asset-name.ts';
import { PasteForm } from './PasteForm.tsx';
import { isTaken, templatesQuery, useConverted } from './queries.ts';
import { TemplatePicker } from './TemplatePicker.tsx';

type Props = { library: string; folder: string; onClose: () => void };

/** From a template, from a paste, or blank; then a name; then the editor, with a draft that only this browser has. */
export function NewDialog(props: Props) {
  const query = useQuery(templatesQuery);
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title="New"
      description="Nothing is saved on the server until you propose it."
    >
      <Loaded query={query} skeleton={<Skeleton rows={5} height={56} />}>
        {({ items }) => <NewForm {...props} templates={items} />}
      </Loaded>
    </Dialog>
  );
}

/** What the editor begins with. */
type Start = { like: string; text: (name: string) => string; suggested: string };

function startOf(way: string, template: Template | undefined, pasted: string | null): Start | string {
  if (way === 'paste')
    return pasted === null || pasted === ''
      ? 'Paste a text that becomes a prompt.'
      : { like: '.prompt', text: () => pasted, suggested: '' };
  if (template === undefined) return 'Choose a template.';
  const suggested = way === 'blank' ? '' : nameOfPath(template.suggestedPath);
  return { like: template.suggestedPath, text: (name) => textNamed(template, name), suggested };
}

function NewForm({ library, folder, onClose, templates }: Props & { templates: readonly Template[] }) {
  const cards = templates.filter(({ id }) => id !== 'blank');
  const [way, setWay] = useState('template');
  const [chosen, setChosen] = useState(cards[0]?.id);
  const [paste, setPaste] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const { pasted, error } = useConverted(paste);
  const template = templates.find(({ id }) => id === (way === 'blank' ? 'blank' : chosen));
  const start = startOf(way, template, pasted?.text ?? null);
  const inFolder = folder === '' ? '' : `${folder}/`;
  const name = typed ?? `${inFolder}${typeof start === 'string' ? '' : start.suggested}`;
  const opening = useOpening(library);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof start !== 'string') opening.mutate({ name, start });
      }}
    >
      <Tabs
        label="Start"
        value={way}
        onChange={setWay}
        tabs={[
          {
            value: 'template',
            label: 'From a template',
            content: (
              <TemplatePicker
                templates={cards}
                chosen={cards.find(({ id }) => id === chosen)}
                onChoose={setChosen}
              />
            ),
          },
          {
            value: 'paste',
            label: 'From a paste',
            content: <PasteForm text={paste} onText={setPaste} pasted={pasted} error={error} />,
          },
          {
            value: 'blank',
            label: 'Blank',
            content: <p className="text-ink-soft">A prompt with one variable and nothing else.</p>,
          },
        ]}
      />
      <div className="mt-4 flex flex-col gap-3">
        <FormProblem error={opening.error} />
        <Field
          label="Name"
          required
          value={name}
          placeholder="tickets/triage"
          hint={
            typeof start === 'string' || name === ''
              ? 'Folders with a slash.'
              : `The file ${pathNamed(name, start.like)}`
          }
          error={opening.data ?? null}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          look="primary"
          busy={opening.isPending}
          disabledBecause={typeof start === 'string' ? start : null}
        >
          Open the editor
        </Button>
      </DialogActions>
    </form>
  );
}

/** Writes the draft and goes to it; answers with why the name cannot be. */
function useOpening(library: string) {
  const org = useOrg();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ name, start }: { name: string; start: Start }): Promise<string | null> => {
      if (!assetNamePattern.test(name))
        return 'Small letters, digits and dashes; folders with a slash. Such as tickets/triage.';
      const path = pathNamed(name, start.like);
      if (await isTaken(library, path))
        return `There is a ${path} already. Choose another name, or edit that one.`;
      draftStore(org, library, path, 'main').write({
        text: start.text(name),
        base: null,
        at: new Date().toISOString(),
      });
      const to = path.endsWith('.prompt') ? 'prompts' : 'assets';
      const _splat = to === 'prompts' ? name : path;
      await navigate({ to: `/$org/libraries/$library/${to}/$`, params: { org, library, _splat } });
      return null;
    },
  });
}
