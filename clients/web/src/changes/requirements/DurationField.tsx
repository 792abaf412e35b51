import { Field, Select } from '../../design/Field.tsx';

const units = [
  { value: 'm', label: 'minutes' },
  { value: 'h', label: 'hours' },
  { value: 'd', label: 'days' },
] as const;

type Props = { label: string; hint: string; value: string; onChange: (value: string) => void };

/** A time such as `14d`: a number and its unit. Empty means no limit. */
export function DurationField({ label, hint, value, onChange }: Props) {
  const [, number = '', unit = 'd'] = /^(\d*)([mhd]?)$/.exec(value) ?? [];
  const isOther = value !== '' && !/^\d+[mhd]$/.test(value);
  if (isOther)
    return (
      <Field label={label} hint={hint} value={value} onChange={({ target }) => onChange(target.value)} />
    );
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-[minmax(0,1fr)_6.5rem] items-end gap-2">
        <Field
          label={label}
          inputMode="numeric"
          placeholder="no limit"
          value={number}
          onChange={({ target }) => {
            const digits = target.value.replace(/\D/g, '').replace(/^0+/, '').slice(0, 6);
            onChange(digits === '' ? '' : `${digits}${unit === '' ? 'd' : unit}`);
          }}
        />
        <Select
          label={`Unit of “${label}”`}
          labelHidden
          value={unit === '' ? 'd' : unit}
          options={units}
          onChange={({ target }) => number !== '' && onChange(`${number}${target.value}`)}
        />
      </div>
      <p className="text-ink-faint text-xs leading-relaxed">{hint}</p>
    </div>
  );
}
