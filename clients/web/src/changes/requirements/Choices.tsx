type Props = {
  label: string;
  /** What no choice means. */
  whenEmpty: string;
  options: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** Several of a few words; none means that it does not matter. What is chosen in the file but not offered stays and can be taken away. */
export function Choices({ label, whenEmpty, options, chosen, onChange }: Props) {
  const all = [
    ...options,
    ...chosen
      .filter((value) => !options.some((one) => one.value === value))
      .map((value) => ({ value, label: value })),
  ];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">
        {label}
        {chosen.length === 0 && <span className="text-ink-soft ml-2 text-xs font-normal">{whenEmpty}</span>}
      </legend>
      <div className="flex flex-wrap gap-1.5">
        {all.map(({ value, label: words }) => (
          <label
            key={value}
            className="has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-text has-focus-visible:outline-accent relative inline-flex min-h-7 items-center rounded-md border px-2.5 text-xs has-checked:before:mr-1 has-checked:before:content-['✓'] has-focus-visible:outline-2"
          >
            <input
              type="checkbox"
              className="absolute inset-0 size-full cursor-pointer opacity-0"
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
              }
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
