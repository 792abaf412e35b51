import { useState } from 'react';
import type { RoleList } from '../../api/types.ts';
import { Checkbox, Field } from '../../design/Field.tsx';
import { grouped, worded } from './permissions.ts';

type Props = {
  list: RoleList;
  held: ReadonlySet<string>;
  onChange: (held: ReadonlySet<string>) => void;
};

/** Every permission as a box, by what it is about. */
export function PermissionPicker({ list, held, onChange }: Props) {
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase().replaceAll(' ', '_');
  const groups = grouped(list.permissions.filter(({ name }) => name.includes(wanted)));
  const toggle = (name: string) => {
    const next = new Set(held);
    if (!next.delete(name)) next.add(name);
    onChange(next);
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{`Permissions (${held.size} chosen)`}</legend>
      <Field
        label="Find a permission"
        labelHidden
        type="search"
        placeholder="Find a permission, such as change"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <div className="max-h-[38vh] overflow-y-auto rounded border px-4 py-3">
        {groups.map(({ noun, names }) => (
          <div key={noun} className="mb-4 last:mb-0">
            <p className="text-ink-soft mb-1.5 text-xs font-medium first-letter:uppercase">{worded(noun)}</p>
            <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
              {names.map((name) => (
                <Checkbox key={name} label={name} checked={held.has(name)} onChange={() => toggle(name)} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
