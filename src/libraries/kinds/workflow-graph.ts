import { didYouMean } from '../dotprompt/fault.ts';
import type { YamlPath } from '../yaml/read.ts';

/** What the graph of a workflow is made of. */
export interface GraphStep {
  readonly index: number;
  readonly id: string;
  readonly needs: readonly string[];
  readonly when: string | null;
  readonly isGate: boolean;
}

export interface GraphFinding {
  readonly path: YamlPath;
  readonly message: string;
}

/** Ids that stand twice, needs that name nothing, cycles, and gates that no run can come to. Pure. */
export function graphFindings(steps: readonly GraphStep[]): readonly GraphFinding[] {
  const byId = new Map<string, GraphStep>();
  const findings: GraphFinding[] = [];
  for (const step of steps) {
    if (byId.has(step.id))
      findings.push({
        path: ['spec', 'steps', step.index, 'id'],
        message: `Two steps have the id "${step.id}". Give each its own.`,
      });
    else byId.set(step.id, step);
  }
  for (const step of steps) findings.push(...needsFindings(step, byId));
  const circular = stepsInCycles(byId);
  for (const [id, cycle] of circular) {
    const step = byId.get(id);
    if (step === undefined || cycle[0] !== id) continue;
    const message =
      cycle.length === 1
        ? `The step "${id}" needs itself. Remove that.`
        : `These steps wait for each other: ${[...cycle, id].join(' → ')}. Remove one of the needs.`;
    findings.push({ path: ['spec', 'steps', step.index, 'needs'], message });
  }
  return [...findings, ...deadGates(byId, circular)];
}

function needsFindings(step: GraphStep, byId: ReadonlyMap<string, GraphStep>): GraphFinding[] {
  const seen = new Set<string>();
  return step.needs.flatMap((need, at): GraphFinding[] => {
    const path = ['spec', 'steps', step.index, 'needs', at];
    const twice = seen.has(need);
    seen.add(need);
    if (twice) return [{ path, message: `"${need}" stands here twice. Remove one of them.` }];
    if (byId.has(need)) return [];
    const hint = didYouMean(need, [...byId.keys()]) || ' Add that step, or remove it here.';
    return [{ path, message: `No step has the id "${need}".${hint}` }];
  });
}

/** Every step on a cycle, with that cycle, which starts at its first step in the file. Each step is walked once. */
function stepsInCycles(byId: ReadonlyMap<string, GraphStep>): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const state = new Map<string, 'open' | 'done'>();
  for (const start of byId.keys()) {
    const path: { id: string; next: number }[] = state.has(start) ? [] : [{ id: start, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      state.set(top.id, 'open');
      const need = byId.get(top.id)?.needs[top.next];
      top.next += 1;
      if (need === undefined) {
        state.set(top.id, 'done');
        path.pop();
      } else if (state.get(need) === 'open') {
        const ids = path.map(({ id }) => id);
        const cycle = fromFirst(ids.slice(ids.indexOf(need)), byId);
        for (const id of cycle) if (!found.has(id)) found.set(id, cycle);
      } else if (byId.has(need) && !state.has(need)) path.push({ id: need, next: 0 });
    }
  }
  return found;
}

function fromFirst(cycle: readonly string[], byId: ReadonlyMap<string, GraphStep>): readonly string[] {
  const order = cycle.map((id) => byId.get(id)?.index ?? 0);
  const first = order.indexOf(Math.min(...order));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

/** Gates behind a step that never runs: one whose condition is never true, or one that waits for itself. */
function deadGates(
  byId: ReadonlyMap<string, GraphStep>,
  circular: ReadonlyMap<string, unknown>,
): GraphFinding[] {
  const why = new Map<string, string>();
  for (const { id, when } of byId.values()) {
    if (circular.has(id)) why.set(id, `"${id}" waits for itself`);
    else if (when?.trim() === 'false') why.set(id, `the condition of "${id}" is never true`);
  }
  for (let grown = true; grown; ) {
    grown = false;
    for (const { id, needs } of byId.values()) {
      const reason = needs.map((need) => why.get(need)).find((found) => found !== undefined);
      if (reason === undefined || why.has(id)) continue;
      why.set(id, reason);
      grown = true;
    }
  }
  return [...byId.values()].flatMap(({ id, index, isGate }): GraphFinding[] => {
    const reason = why.get(id);
    if (!isGate || reason === undefined || circular.has(id)) return [];
    const message = `The gate "${id}" can never be reached: ${reason}. Nobody would ever be asked. Correct that.`;
    return [{ path: ['spec', 'steps', index, 'id'], message }];
  });
}
