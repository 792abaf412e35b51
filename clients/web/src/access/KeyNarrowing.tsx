import { useQuery } from '@tanstack/react-query';
import { Checkbox, Field } from '../design/Field.tsx';
import { librariesQuery } from '../libraries/queries.ts';
import type { KeyDraft } from './key-draft.ts';

const fields = [
  {
    name: 'environments',
    label: 'Environments',
    placeholder: 'production',
    hint: 'Only what is live there.',
  },
  { name: 'models', label: 'Models', placeholder: 'simulated-fast', hint: 'No other model.' },
  {
    name: 'useCases',
    label: 'Use cases',
    placeholder: 'customer-support',
    hint: 'Only published prompts that name one of them.',
  },
  {
    name: 'ipRanges',
    label: 'Addresses',
    placeholder: '203.0.113.7, 10.0.0.0/8',
    hint: 'Only from these: addresses, or ranges in CIDR.',
  },
] as const;

/** Where and for what a key works. What is left empty does not narrow it. */
export function KeyNarrowing({
  draft,
  put,
  bindsChecks,
}: {
  draft: KeyDraft;
  put: (change: Partial<KeyDraft>) => void;
  bindsChecks: boolean;
}) {
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const toggle = (name: string, chosen: boolean) => {
    const others = draft.libraries.filter((one) => one !== name);
    put({ libraries: chosen ? [...others, name] : others });
  };
  return (
    <details className="group rounded-md border p-3">
      <summary className="cursor-pointer font-medium">Narrow it: where, with what, from where</summary>
      <div className="mt-4 flex flex-col gap-4">
        {libraries.length > 0 && (
          <fieldset>
            <legend className="mb-1.5 text-sm font-medium">Only in (none chosen: in all)</legend>
            <div className="flex max-h-36 flex-col gap-1.5 overflow-y-auto p-0.5">
              {libraries.map(({ name, displayName }) => (
                <Checkbox
                  key={name}
                  label={displayName}
                  checked={draft.libraries.includes(name)}
                  onChange={(event) => toggle(name, event.target.checked)}
                />
              ))}
            </div>
          </fieldset>
        )}
        {fields.map(({ name, label, placeholder, hint }) => (
          <Field
            key={name}
            label={label}
            value={draft[name]}
            placeholder={placeholder}
            hint={`${hint} Commas between; empty: no limit.`}
            onChange={(event) => put({ [name]: event.target.value })}
          />
        ))}
        {bindsChecks && (
          <Field
            label="Bound to checks"
            value={draft.checks}
            placeholder="evaluations, tone"
            hint="Names with commas between. The key then reports these checks of changes, and can do nothing else."
            onChange={(event) => put({ checks: event.target.value })}
          />
        )}
      </div>
    </details>
  );
}
