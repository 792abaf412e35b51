import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { Mark } from './Mark.tsx';
import { Navigation } from './Navigation.tsx';

/** The navigation where the screen is too narrow to keep it open. */
export const NavigationDrawer = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-30 bg-[#000]/45" />
      <Base.Popup className="bg-surface shadow-raised fixed inset-y-0 left-0 z-30 w-64 max-w-[85vw] overflow-y-auto border-r p-3">
        <div className="mb-4 flex h-9 items-center gap-2 px-1.5">
          <Mark />
          <Base.Title className="font-semibold tracking-tight">Countersign</Base.Title>
          <Base.Close aria-label="Close the navigation" className="text-ink-faint hover:text-ink ml-auto p-1">
            <X size={18} aria-hidden />
          </Base.Close>
        </div>
        <Navigation onGo={onClose} />
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
);
