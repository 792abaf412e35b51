import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { classNames } from './class-names.ts';
import { useStacked } from './use-stacked.ts';

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  wide?: boolean;
  /** What takes the focus; without it, the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>;
};

/** A modal dialog: focus is kept inside, Escape closes the one on top, and focus returns to where it came from. */
export function Dialog({ open, onClose, title, description, children, wide = false, initialFocus }: Props) {
  const isOnTop = useStacked(open);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && isOnTop() && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#000]/45" />
        <Base.Popup
          {...(initialFocus === undefined ? {} : { initialFocus })}
          className={classNames(
            'card shadow-raised fixed top-[8vh] left-1/2 z-40 max-h-[84vh] w-[calc(100vw-2rem)] -translate-x-1/2 overflow-y-auto p-5',
            wide ? 'max-w-3xl' : 'max-w-lg',
          )}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <div>
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="text-ink-soft mt-1 leading-relaxed">
                  {description}
                </Base.Description>
              )}
            </div>
            <Base.Close aria-label="Close" className="text-ink-faint hover:text-ink -m-1 p-1">
              <X size={18} aria-hidden />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>
);
