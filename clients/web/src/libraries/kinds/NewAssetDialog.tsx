import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { draftStore } from '../drafts.ts';
import { starters } from '../starters.ts';
import { promptNamePattern } from '../templates.ts';

/** A kind and a name; then the editor, with a starting point as a draft that only this browser has. */
export function NewAssetDialog({ library, onClose }: { library: string; onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [kind, setKind] = useState(starters[0]?.kind);
  const [error, setError] = useState<string | null>(null);
  const starter = starters.find((one) => one.kind === kind);
  const open = () => {
    if (starter === undefined) return;
    if (!promptNamePattern.test(name)) {
      setError('Small letters, digits and dashes; folders with a slash. Such as contracts/review.');
      return;
    }
    const path = starter.path(name);
    draftStore(org, library, path, 'main').write({
      text: starter.text(name),
      base: null,
      at: new Date().toISOString(),
    });
    void navigate({ to: '/$org/libraries/$library/assets/$', params: { org, library, _splat: path } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New asset"
      description="Governed like a prompt. Nothing is saved on the server until you propose it."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 font-medium">Kind</legend>
          {starters.map((one) => (
            <label
              key={one.kind}
              className="has-checked:border-accent has-checked:bg-accent-soft flex cursor-pointer items-start gap-2.5 rounded-md border p-2.5"
            >
              <input
                type="radio"
                name="kind"
                className="accent-accent mt-0.5"
                checked={kind === one.kind}
                onChange={() => setKind(one.kind)}
              />
              <span>
                <span className="block font-medium">{one.label}</span>
                <span className="text-ink-soft block text-xs">{one.about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Field
          label="Name"
          required
          value={name}
          placeholder="contracts/review"
          hint={name === '' || starter === undefined ? undefined : `The file ${starter.path(name)}`}
          error={error}
          onChange={(event) => setName(event.target.value)}
        />
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
