import { Search } from 'lucide-react';
import { useState } from 'react';
import type { Template } from '../../api/types.ts';
import { KindLabel } from '../kinds/kind.tsx';
import { TextPreview } from './TextPreview.tsx';

type Props = { templates: readonly Template[]; chosen: Template | undefined; onChoose: (id: string) => void };

/** Cards of all kinds to start from, and the text of the one that is chosen. */
export function TemplatePicker({ templates, chosen, onChoose }: Props) {
  const [words, setWords] = useState('');
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = templates.filter(({ kind, name, description }) => {
    const said = `${kind} ${name} ${description}`.toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-2">
        <div className="relative">
          <Search
            size={15}
            aria-hidden
            className="text-ink-faint pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2"
          />
          <input
            type="search"
            aria-label="Search templates"
            placeholder="Search templates"
            className="control pl-8"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        <fieldset className="-m-1 flex max-h-64 flex-col gap-2 overflow-y-auto p-1 md:max-h-80">
          <legend className="sr-only">Templates</legend>
          {shown.map(({ id, kind, name, description }) => (
            <label
              key={id}
              className="has-checked:border-accent has-checked:bg-accent-soft flex cursor-pointer items-start gap-2.5 rounded-md border p-2.5"
            >
              <input
                type="radio"
                name="template"
                className="accent-accent mt-0.5"
                checked={chosen?.id === id}
                onChange={() => onChoose(id)}
              />
              <span className="min-w-0 grow">
                <span className="flex items-baseline justify-between gap-2">
                  <span className="font-medium">{name}</span>
                  <KindLabel kind={kind} />
                </span>
                <span className="text-ink-soft block text-xs">{description}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {shown.length === 0 && (
          <p role="status" className="text-ink-soft">
            No template has these words. Start blank, or paste what you have.
          </p>
        )}
      </div>
      <TextPreview label="The text of the template" text={chosen?.text ?? ''} />
    </div>
  );
}
