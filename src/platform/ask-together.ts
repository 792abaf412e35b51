import { gather } from './gather.ts';

interface Asking<Value> {
  readonly key: string;
  resolve(value: Value | undefined): void;
  reject(error: unknown): void;
}

const limits = { lanes: 3, enough: 16, maxItems: 500, maxWeight: 500, weigh: () => 1 };

/**
 * Makes one question of many: who asks while an answer is under way is asked for together with the others, in the next. Nothing is
 * remembered: each answer is read after its caller asked, so it is as fresh as if everybody had asked alone. A question that fails
 * fails for all that share it.
 */
export function askTogether<Value>(
  look: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (key: string) => Promise<Value | undefined> {
  const run = async (round: readonly Asking<Value>[]): Promise<void> => {
    try {
      const found = await look([...new Set(round.map(({ key }) => key))]);
      for (const { key, resolve } of round) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of round) reject(error);
    }
  };
  const together = gather<Asking<Value>>({ ...limits, run });
  return (key) => new Promise((resolve, reject) => together.add({ key, resolve, reject }));
}
