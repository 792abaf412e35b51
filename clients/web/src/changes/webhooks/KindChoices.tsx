import { Checkbox } from '../../design/Field.tsx';

/** Which events a webhook is told of, by what they are about. */
export function KindChoices({
  known,
  chosen,
  onChange,
}: {
  known: readonly string[];
  chosen: readonly string[];
  onChange: (kinds: readonly string[]) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Told of</legend>
      <div className="max-h-60 overflow-y-auto rounded-md border p-3">
        <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
          {known.map((kind) => (
            <Checkbox
              key={kind}
              label={kind}
              checked={chosen.includes(kind)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind))
              }
            />
          ))}
        </div>
      </div>
    </fieldset>
  );
}
