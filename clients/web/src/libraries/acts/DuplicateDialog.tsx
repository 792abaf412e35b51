import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { Asset } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { draftStore } from '../drafts.ts';
import { nameOf, pathFor } from './act.ts';

type Props = { library: string; asset: Asset; onClose: () => void };

/** A copy under another name, as a draft in this browser. */
export default function DuplicateDialog({ library, asset, onClose }: Props) {
  const org = useOrg();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(`${nameOf(asset.path)}-copy`);
  const path = pathFor(typed, asset.path);
  const open = () => {
    const drafts = draftStore(org, library, path, 'main');
    if (drafts.read() === null) drafts.write({ text: asset.text, base: null, at: new Date().toISOString() });
    onClose();
    const params = { org, library, _splat: nameOf(path) };
    void navigate(
      path.endsWith('.prompt')
        ? { to: '/$org/libraries/$library/prompts/$', params }
        : { to: '/$org/libraries/$library/assets/$', params },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Duplicate ${nameOf(asset.path)}`}
      description="The editor opens with a copy. Nothing is saved on the server until you propose it."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (path !== asset.path) open();
        }}
      >
        <Field
          label="Name of the copy"
          required
          value={typed}
          error={path === asset.path ? 'The original has this name. Choose another.' : null}
          onChange={(event) => setTyped(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Open the copy
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
