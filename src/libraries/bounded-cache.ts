/** Remembers values up to a total size and forgets the least recently used first. For values that never change. */
export interface BoundedCache<Value> {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
}

export function boundedCache<Value>(
  maxBytes: number,
  bytesOf: (value: Value) => number,
): BoundedCache<Value> {
  // A map keeps the order of insertion: re-inserting on use makes the first one the least recently used.
  const values = new Map<string, Value>();
  let bytes = 0;
  const forget = (name: string, value: Value) => {
    values.delete(name);
    bytes -= bytesOf(value);
  };
  return {
    get: (name) => {
      const value = values.get(name);
      if (value === undefined) return undefined;
      values.delete(name);
      values.set(name, value);
      return value;
    },
    set: (name, value) => {
      const before = values.get(name);
      if (before !== undefined) forget(name, before);
      values.set(name, value);
      bytes += bytesOf(value);
      for (const [oldest, old] of values) {
        if (bytes <= maxBytes) break;
        forget(oldest, old);
      }
    },
  };
}
