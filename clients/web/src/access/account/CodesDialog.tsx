import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

export const CodesDialog = ({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) => (
  <Dialog open onClose={onClose} title="Keep your recovery codes">
    <RecoveryCodes codes={codes} />
    <DialogActions>
      <Button look="primary" onClick={onClose}>
        I have kept them
      </Button>
    </DialogActions>
  </Dialog>
);
