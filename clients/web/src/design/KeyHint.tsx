/** A key to press, as on the keyboard. */
export const KeyHint = ({ keys }: { keys: string }) => (
  <span className="inline-flex gap-1">
    {keys.split(' ').map((key, at) => (
      <kbd
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may be pressed twice in a row
        key={at}
        className="text-ink-soft bg-sunken rounded border px-1.5 text-xs leading-5"
      >
        {key}
      </kbd>
    ))}
  </span>
);
