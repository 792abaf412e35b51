import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

/** Lives in the page's main landmark, where assistive technology looks. A tooltip on hover and focus. Never the only place where something stands: the trigger names it for assistive technology too. */
export function Tip({ children, content }: { children: ReactElement; content: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger delay={350} closeOnClick={false} render={children} />
      <Tooltip.Portal container={document.getElementById('main')}>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup className="bg-ink text-canvas shadow-raised max-w-72 rounded-md px-2.5 py-1.5 text-xs leading-relaxed">
            {content}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
