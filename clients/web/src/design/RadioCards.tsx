interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  /** What choosing it means, in a line. */
  readonly about: string;
}

/** One of a few choices, each a card that says what it means. `name` groups the radio buttons of the form. */
export const RadioCards = <Value extends string | boolean>({
  legend,
  name,
  choices,
  value,
  onChange,
  className = 'flex flex-col gap-2',
}: {
  legend: string;
  name: string;
  choices: readonly Choice<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  className?: string;
}) => (
  <fieldset className={className}>
    <legend className="mb-1.5 font-medium">{legend}</legend>
    {choices.map((choice) => (
      <label
        key={choice.label}
        className="has-checked:border-accent has-checked:bg-accent-soft flex cursor-pointer items-start gap-2.5 rounded-md border p-2.5"
      >
        <input
          type="radio"
          name={name}
          className="accent-accent mt-0.5"
          checked={value === choice.value}
          onChange={() => onChange(choice.value)}
        />
        <span>
          <span className="block font-medium">{choice.label}</span>
          <span className="text-ink-soft block text-xs">{choice.about}</span>
        </span>
      </label>
    ))}
  </fieldset>
);
