import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../access/session.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field } from '../design/Field.tsx';
import { draftStore } from './drafts.ts';
import { promptNamePattern, templates } from './templates.ts';

/** A name and a starting point; then the editor, with the new prompt as a draft that only this browser has. */
export function NewPromptDialog({ library, onClose }: { library: string; onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [template, setTemplate] = useState(templates[0]?.id ?? '');
  const [error, setError] = useState<string | null>(null);
  const open = () => {
    if (!promptNamePattern.test(name)) {
      setError('Small letters, digits and dashes; folders with a slash. Such as tickets/triage.');
      return;
    }
    const text = templates.find(({ id }) => id === template)?.text(name) ?? '';
    draftStore(org, library, `${name}.prompt`, 'main').write({
      text,
      base: null,
      at: new Date().toISOString(),
    });
    void navigate({ to: '/$org/libraries/$library/prompts/$', params: { org, library, _splat: name } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New prompt"
      description="Nothing is saved on the server until you propose it."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <Field
          label="Name"
          required
          value={name}
          placeholder="tickets/triage"
          error={error}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 font-medium">Start with</legend>
          {templates.map(({ id, label, about }) => (
            <label
              key={id}
              className="has-checked:border-accent has-checked:bg-accent-soft flex cursor-pointer items-start gap-2.5 rounded-md border p-2.5"
            >
              <input
                type="radio"
                name="template"
                className="accent-accent mt-0.5"
                checked={template === id}
                onChange={() => setTemplate(id)}
              />
              <span>
                <span className="block font-medium">{label}</span>
                <span className="text-ink-soft block text-xs">{about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Open the editor
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
