/** Now, or at a time. */
export const When = ({
  later,
  onChange,
  environment,
}: {
  later: boolean;
  onChange: (later: boolean) => void;
  environment: string;
}) => (
  <fieldset className="grid grid-cols-1 gap-2 min-[420px]:grid-cols-2">
    <legend className="mb-1.5 font-medium">When</legend>
    {[
      { value: false, label: 'Now', about: `It is live in ${environment} at once` },
      { value: true, label: 'At a time', about: 'It waits, and every check is made again then' },
    ].map(({ value, label, about }) => (
      <label
        key={label}
        className="has-checked:border-accent has-checked:bg-accent-soft flex cursor-pointer items-start gap-2.5 rounded-md border p-2.5"
      >
        <input
          type="radio"
          name="when"
          className="accent-accent mt-0.5"
          checked={later === value}
          onChange={() => onChange(value)}
        />
        <span>
          <span className="block font-medium">{label}</span>
          <span className="text-ink-soft block text-xs">{about}</span>
        </span>
      </label>
    ))}
  </fieldset>
);
