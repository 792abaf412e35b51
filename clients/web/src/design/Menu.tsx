import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const itemClass =
  'data-[highlighted]:bg-sunken flex cursor-default items-center gap-2 rounded px-2.5 py-1.5 outline-none select-none';

export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" className="z-40">
          <Base.Popup className="card shadow-raised min-w-52 p-1 outline-none">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const MenuItem = ({ children, onClick }: { children: ReactNode; onClick: () => void }) => (
  <Base.Item onClick={onClick} className={itemClass}>
    {children}
  </Base.Item>
);

/** An item that is a file to save. */
export const MenuDownload = ({ children, href }: { children: ReactNode; href: string }) => (
  <Base.Item render={<a href={href} download />} className={classNames(itemClass, 'text-ink')}>
    {children}
  </Base.Item>
);

export function MenuChoice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <Base.Group>
      <Base.GroupLabel className="text-ink-faint px-2.5 py-1 text-xs">{label}</Base.GroupLabel>
      <Base.RadioGroup
        value={value}
        onValueChange={(next: unknown) => typeof next === 'string' && onChange(next)}
      >
        {options.map((option) => (
          <Base.RadioItem
            key={option.value}
            value={option.value}
            closeOnClick={false}
            className={classNames(itemClass, 'justify-between')}
          >
            {option.label}
            <Base.RadioItemIndicator>✓</Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export const MenuSeparator = () => <Base.Separator className="bg-line my-1 h-px" />;
