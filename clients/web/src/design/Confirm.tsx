import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';
import { FormProblem } from './states.tsx';

type Props = {
  title: string;
  /** The button's words: what will be done, never "OK". */
  act: string;
  busy: boolean;
  error?: unknown;
  danger?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** What will happen, to whom, and how to take it back. */
  children: ReactNode;
};

export const Confirm = ({ title, act, busy, error, danger = true, onConfirm, onClose, children }: Props) => (
  <Dialog open onClose={onClose} title={title}>
    <div className="flex flex-col gap-3 leading-relaxed">
      {children}
      <FormProblem error={error} />
    </div>
    <DialogActions>
      <Button onClick={onClose}>Cancel</Button>
      <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
        {act}
      </Button>
    </DialogActions>
  </Dialog>
);
