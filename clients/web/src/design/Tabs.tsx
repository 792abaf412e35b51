import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export type Tab = { value: string; label: string; count?: number | undefined; content: ReactNode };

/** Tabs whose choice lives in the address, so that every view can be shared. Only the chosen one is in the page. */
export function Tabs({
  tabs,
  value,
  onChange,
  label,
}: {
  tabs: readonly Tab[];
  value: string;
  onChange: (value: string) => void;
  label: string;
}) {
  return (
    <Base.Root value={value} onValueChange={(next) => typeof next === 'string' && onChange(next)}>
      <Base.List aria-label={label} className="mb-5 flex gap-5 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="text-ink-soft hover:text-ink data-[active]:text-ink data-[active]:border-accent -mb-px border-b-2 border-transparent py-2 font-medium whitespace-nowrap -outline-offset-2!"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="text-ink-faint ml-1.5 text-xs tabular-nums">{tab.count}</span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} tabIndex={-1} className="outline-none">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
