import type { ReactNode } from 'react';
import { Field, Select, TextArea } from '../design/Field.tsx';
import type { VariableField } from './variables.ts';

type Props = {
  fields: readonly VariableField[];
  typed: Readonly<Record<string, string>>;
  faults: Readonly<Record<string, string>>;
  onChange: (name: string, text: string) => void;
  /** Stands in place of a field, or under it, for what comes from a file. */
  file?: (field: VariableField, control: ReactNode) => ReactNode;
};

/** One control per variable of a prompt, by its type. */
export function VariablesForm({ fields, typed, faults, onChange, file }: Props) {
  if (fields.length === 0) return <p className="text-ink-soft">This prompt takes no variables.</p>;
  return (
    <div className="flex flex-col gap-3.5">
      {fields.map((field) => {
        const shared = {
          label: field.required ? field.name : `${field.name} (optional)`,
          hint: field.hint,
          error: faults[field.name],
          value: typed[field.name] ?? field.sample,
        };
        const set = (text: string) => onChange(field.name, text);
        if (field.form === 'boolean')
          return (
            <Select
              key={field.name}
              {...shared}
              options={[
                ...unchosen(field, shared.value),
                { value: 'true', label: 'true' },
                { value: 'false', label: 'false' },
              ]}
              onChange={(event) => set(event.target.value)}
            />
          );
        if (field.form === 'choice')
          return (
            <Select
              key={field.name}
              {...shared}
              options={[
                ...unchosen(field, shared.value),
                ...field.choices.map((value) => ({ value, label: value })),
              ]}
              onChange={(event) => set(event.target.value)}
            />
          );
        if (field.form === 'number')
          return (
            <Field
              key={field.name}
              {...shared}
              inputMode="decimal"
              onChange={(event) => set(event.target.value)}
            />
          );
        const rows = Math.min(10, Math.max(field.form === 'json' ? 3 : 2, shared.value.split('\n').length));
        const control = (
          <TextArea
            key={field.name}
            {...shared}
            rows={rows}
            className={field.form === 'json' ? 'font-mono text-xs' : ''}
            onChange={(event) => set(event.target.value)}
          />
        );
        return file === undefined ? control : <div key={field.name}>{file(field, control)}</div>;
      })}
    </div>
  );
}

/** Nothing is chosen for anybody: a field that starts empty says so. */
function unchosen({ form, required, sample }: VariableField, value: string) {
  if (!required) return form === 'choice' || sample === '' ? [{ value: '', label: 'none' }] : [];
  return sample === '' ? [{ value: '', label: value === '' ? 'Choose…' : 'none' }] : [];
}
