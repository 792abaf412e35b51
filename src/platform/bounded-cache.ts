/** Keeps the values used last, at most `limit` of them. For what never changes: nothing here expires. */
export interface BoundedCache<Value> {
  /** The kept value, or what `make` gives, which is kept unless it rejects. Two callers at once share one making. */
  get(key: string, make: () => Promise<Value>): Promise<Value>;
}

export function boundedCache<Value>(limit: number): BoundedCache<Value> {
  const kept = new Map<string, Promise<Value>>();
  return {
    get: (key, make) => {
      const value = kept.get(key) ?? make();
      kept.delete(key);
      kept.set(key, value);
      value.catch(() => kept.delete(key));
      const [oldest] = kept.keys();
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
      return value;
    },
  };
}
