/** Keeps at most `size` values and lets go of the one that was put in first. For what never changes once known. */
export function createRecent<Value>(size: number): {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
} {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => {
      const oldest = values.size >= size && !values.has(key) ? values.keys().next().value : undefined;
      if (oldest !== undefined) values.delete(oldest);
      values.set(key, value);
    },
  };
}
