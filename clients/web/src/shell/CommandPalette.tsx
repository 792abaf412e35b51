import { Dialog as Base } from '@base-ui/react/dialog';
import { useId, useState } from 'react';
import { classNames } from '../design/class-names.ts';
import { useCommands } from './use-commands.ts';

/** Search and commands: one field, a list beneath it, arrows and Enter. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const { commands: found, searching } = useCommands(typed);
  const at = Math.min(chosen, found.length - 1);
  const current = found[at];
  const move = (step: number) => {
    const next = (at + step + found.length) % Math.max(1, found.length);
    setChosen(next);
    document.getElementById(`${listId}-${found[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const run = (index: number) => {
    onClose();
    found[index]?.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') run(at);
    else return;
    event.preventDefault();
  };
  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#000]/45" />
        <Base.Popup className="card shadow-raised fixed top-[10vh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden">
          <Base.Title className="sr-only">Search and commands</Base.Title>
          <input
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={current === undefined ? undefined : `${listId}-${current.id}`}
            aria-label="Search libraries, prompts, changes and pages"
            placeholder="Search libraries, prompts, changes and pages"
            className="placeholder:text-ink-faint h-12 w-full border-b bg-transparent px-4 text-base outline-none"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
          />
          <div id={listId} role="listbox" aria-label="Found" className="max-h-[55vh] overflow-y-auto p-1.5">
            {found.map((command, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which keeps the focus
              // biome-ignore lint/a11y/useFocusableInteractive: the field names the active one
              <div
                key={command.id}
                id={`${listId}-${command.id}`}
                role="option"
                aria-selected={index === at}
                onClick={() => run(index)}
                onMouseMove={() => setChosen(index)}
                className={classNames(
                  'flex cursor-pointer items-baseline gap-3 rounded-md px-3 py-2',
                  index === at && 'bg-accent-soft text-accent-text',
                )}
              >
                <span className="max-w-3/4 shrink-0 truncate font-medium">{command.label}</span>
                <span
                  className={classNames(
                    'min-w-0 truncate text-xs',
                    index === at ? 'text-accent-text' : 'text-ink-soft',
                  )}
                >
                  {command.detail}
                </span>
                <span
                  className={classNames(
                    'ml-auto shrink-0 text-xs',
                    index === at ? 'text-accent-text' : 'text-ink-faint',
                  )}
                >
                  {command.group}
                </span>
              </div>
            ))}
          </div>
          <p role="status" className={found.length === 0 ? 'text-ink-soft px-4 pb-4' : 'sr-only'}>
            {found.length === 0
              ? 'Nothing is called that. Try a library, a prompt or a change.'
              : searching
                ? 'Searching'
                : `${found.length} found`}
          </p>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
