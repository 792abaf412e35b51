import { X } from 'lucide-react';
import { IconButton } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import type { Choice, Column } from './columns.ts';

type Props = {
  column: Column;
  choices: readonly Choice[];
  models: readonly string[];
  ownModel: string | null;
  /** Why no other model may be chosen; null when it may. */
  modelNotBecause: string | null;
  place: number;
  onChange: (column: Column) => void;
  onRemove: (() => void) | null;
};

/** What a column runs: which version, on which model. */
export function ColumnHead({
  column,
  choices,
  models,
  ownModel,
  modelNotBecause,
  place,
  onChange,
  onRemove,
}: Props) {
  const others = models.filter((model) => model !== ownModel);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-1">
        <div className="min-w-0 flex-1">
          <Select
            label={`Version in column ${place}`}
            labelHidden
            value={column.selector}
            options={choices}
            onChange={(event) => onChange({ ...column, selector: event.target.value })}
          />
        </div>
        {onRemove !== null && (
          <IconButton
            label={`Remove column ${place}`}
            icon={<X size={15} aria-hidden />}
            onClick={onRemove}
          />
        )}
      </div>
      {modelNotBecause === null ? (
        <Select
          label={`Model in column ${place}`}
          labelHidden
          value={column.model ?? ''}
          options={[
            { value: '', label: `Model as the prompt says${ownModel === null ? '' : `: ${ownModel}`}` },
            ...others.map((model) => ({ value: model, label: `Try on ${model}` })),
          ]}
          onChange={(event) =>
            onChange({ ...column, model: event.target.value === '' ? null : event.target.value })
          }
        />
      ) : (
        <p className="text-ink-faint text-xs">{modelNotBecause}</p>
      )}
    </div>
  );
}
