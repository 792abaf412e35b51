import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../design/Button.tsx';
import { Field, Select } from '../../design/Field.tsx';
import {
  type Condition,
  type ConditionRow,
  conditionFields,
  conditionFrom,
  conditionText,
  isConditionField,
  operators,
  rowFor,
} from './condition.ts';

type Props = { when: string; onChange: (when: string) => void };

/** The condition of a rule as rows of field, comparison and value; what rows cannot say is written as text. */
export function ConditionBuilder({ when, onChange }: Props) {
  const condition = conditionFrom(when);
  if (condition === null)
    return (
      <Field
        label="And when"
        className="font-mono text-xs"
        hint="This condition says more than rows can. The fields are risk, kind, path, useCase, owner, model, dataClasses, environment, library and assets."
        value={when}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  const { rows } = condition;
  const write = (next: Condition) => onChange(conditionText(next));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">And when</legend>
      {rows.length > 1 && (
        <div className="w-56">
          <Select
            label="How the conditions are joined"
            labelHidden
            value={condition.join}
            options={[
              { value: 'all', label: 'all of these hold' },
              { value: 'any', label: 'any of these holds' },
            ]}
            onChange={({ target }) => write({ ...condition, join: target.value === 'any' ? 'any' : 'all' })}
          />
        </div>
      )}
      {rows.map((row, at) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
          key={at}
          place={at + 1}
          row={row}
          onChange={(next) =>
            write({ ...condition, rows: rows.map((one, place) => (place === at ? next : one)) })
          }
          onRemove={() => write({ ...condition, rows: rows.filter((_, place) => place !== at) })}
        />
      ))}
      <div>
        <Button
          small
          look="quiet"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => write({ ...condition, rows: [...rows, rowFor('risk')] })}
        >
          Add a condition
        </Button>
      </div>
    </fieldset>
  );
}

function Row({
  place,
  row,
  onChange,
  onRemove,
}: {
  place: number;
  row: ConditionRow;
  onChange: (row: ConditionRow) => void;
  onRemove: () => void;
}) {
  const { type, choices } = conditionFields[row.field];
  const value = { label: `Value of condition ${place}`, labelHidden: true, value: row.value };
  return (
    <div className="grid grid-cols-2 items-center gap-2 sm:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1.2fr)_auto]">
      <Select
        label={`Field of condition ${place}`}
        labelHidden
        value={row.field}
        options={Object.entries(conditionFields).map(([name, { label }]) => ({ value: name, label }))}
        onChange={({ target }) => isConditionField(target.value) && onChange(rowFor(target.value))}
      />
      <Select
        label={`Comparison of condition ${place}`}
        labelHidden
        value={row.operator}
        options={operators[type]}
        onChange={({ target }) => {
          const chosen = operators[type].find((one) => one.value === target.value);
          if (chosen !== undefined) onChange({ ...row, operator: chosen.value });
        }}
      />
      {choices.length > 0 ? (
        <Select
          {...value}
          options={choices.map((choice) => ({ value: choice, label: choice }))}
          onChange={({ target }) => onChange({ ...row, value: target.value })}
        />
      ) : (
        <Field
          {...value}
          placeholder={row.field === 'dataClasses' ? 'personal' : ''}
          inputMode={type === 'number' ? 'numeric' : 'text'}
          onChange={({ target }) => onChange({ ...row, value: target.value })}
        />
      )}
      <IconButton label={`Remove condition ${place}`} icon={<X size={15} aria-hidden />} onClick={onRemove} />
    </div>
  );
}
