import { Field, Select } from '../design/Field.tsx';
import { oneOf } from '../shell/search.ts';
import { type AssetFilter, assetSorts } from './asset-rows.ts';

export type AssetFilterValue = AssetFilter;

type Props = {
  value: AssetFilterValue;
  onChange: (value: AssetFilterValue) => void;
  flat: boolean;
  onFlat: (flat: boolean) => void;
  /** How many rows there are; undefined while the first ones are on their way. */
  count: number | undefined;
  /** More are on their way. */
  loading: boolean;
};

const kinds = [
  { value: '', label: 'All kinds' },
  { value: 'prompt', label: 'Prompts' },
  { value: 'policy', label: 'Policies' },
  { value: 'workflow', label: 'Workflows' },
  { value: 'evaluation', label: 'Evaluations' },
  { value: 'skill', label: 'Skills' },
  { value: 'requirement', label: 'Requirements' },
  { value: 'classes', label: 'Data classes' },
  { value: 'model', label: 'Models' },
  { value: 'use-case', label: 'Use cases' },
  { value: 'value-model', label: 'Value models' },
  { value: 'other', label: 'Other files' },
];
const sorts = [
  { value: 'name', label: 'By name' },
  { value: 'changed', label: 'Changed last' },
  { value: 'live', label: 'Live first' },
];

/** What of a library is shown, and in which order. */
export function AssetToolbar({ value, onChange, flat, onFlat, count, loading }: Props) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <div className="min-w-40 flex-1">
        <Field
          label="Filter by name"
          labelHidden
          type="search"
          placeholder="Filter by name"
          value={value.words}
          onChange={(event) => onChange({ ...value, words: event.target.value })}
        />
      </div>
      <Select
        label="Kind"
        labelHidden
        options={kinds}
        value={value.kind}
        onChange={(event) => onChange({ ...value, kind: event.target.value })}
      />
      <Select
        label="Order"
        labelHidden
        options={sorts}
        value={value.sort}
        onChange={(event) => onChange({ ...value, sort: oneOf(event.target.value, assetSorts) ?? 'name' })}
      />
      <Select
        label="View"
        labelHidden
        options={[
          { value: 'folders', label: 'In folders' },
          { value: 'flat', label: 'One list' },
        ]}
        value={flat ? 'flat' : 'folders'}
        onChange={(event) => onFlat(event.target.value === 'flat')}
      />
      <span role="status" className="sr-only">
        {count === undefined ? 'Loading' : `${count} shown${loading ? ', more on their way' : ''}`}
      </span>
    </div>
  );
}
