import { Dialog } from '../design/Dialog.tsx';
import { KeyHint } from '../design/KeyHint.tsx';
import { shortcutList } from './shortcuts.ts';

export const ShortcutsDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
    <dl className="grid grid-cols-[1fr_auto] gap-y-2.5">
      {shortcutList.map(({ keys, what }) => (
        <div key={keys} className="contents">
          <dt>{what}</dt>
          <dd>
            <KeyHint keys={keys} />
          </dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
