import type { Execution } from '../../api/types.ts';

/** An execution at its place in a trace. */
export type Spanned = {
  execution: Execution;
  depth: number;
  /** Where it begins and how long it takes, as shares of the whole. */
  start: number;
  share: number;
};

/**
 * Executions under those that called them, in the order in which they began. Whose caller is not among them (it is a span of somebody
 * else, or hidden) is at the top. What calls itself in a circle, as nobody honest says, is at the top too.
 */
export function treeOf(executions: readonly Execution[]): Spanned[] {
  const bySpan = new Map(executions.map((execution) => [execution.trace.span, execution]));
  const below = Map.groupBy(executions, ({ trace }) => bySpan.get(trace.parent ?? '')?.id ?? '');
  const startMs = Math.min(...executions.map(beginOf));
  const wholeMs = Math.max(1, Math.max(...executions.map(endOf)) - startMs);
  const placed = new Map<string, Spanned>();
  const place = (execution: Execution, depth: number): void => {
    if (placed.has(execution.id)) return;
    const share = (endOf(execution) - beginOf(execution)) / wholeMs;
    placed.set(execution.id, { execution, depth, start: (beginOf(execution) - startMs) / wholeMs, share });
    for (const child of below.get(execution.id) ?? []) place(child, depth + 1);
  };
  for (const execution of below.get('') ?? []) place(execution, 0);
  for (const execution of executions) place(execution, 0);
  return [...placed.values()];
}

const beginOf = ({ at }: Execution): number => Date.parse(at);
const endOf = (execution: Execution): number => beginOf(execution) + (execution.durationMs ?? 0);
