import type { PolicyRequest } from '../verdict.ts';
import type { Effect, EffectKind } from './effect.ts';

/** One recorded call that would go another way. */
export interface Changed {
  readonly execution: string;
  readonly at: string;
  readonly principal: string;
  readonly prompt: string | null;
  readonly model: string;
  readonly effect: Effect;
}

export interface GroupCount {
  readonly name: string;
  readonly changed: number;
}

/** What a simulation found. Counts are of calls. */
export interface SimulationResult {
  readonly judged: number;
  /** Recorded before requests were, so nothing can be said of them. */
  readonly unjudged: number;
  /** Would go another way than recorded, but does so by what is in force today: no effect of the proposal. */
  readonly already: number;
  readonly effects: Readonly<Record<EffectKind, number>>;
  readonly groups: {
    readonly team: readonly GroupCount[];
    readonly prompt: readonly GroupCount[];
    readonly model: readonly GroupCount[];
    readonly rule: readonly GroupCount[];
  };
  /** The newest of them. */
  readonly examples: readonly Changed[];
}

export interface Tally {
  add(execution: string, request: PolicyRequest, effect: Effect | undefined): void;
  addUnjudged(): void;
  addAlready(): void;
  result(): SimulationResult;
}

const mostGroups = 50;
const mostExamples = 200;

/** Counts effects, newest call first. What is in a restricted library is counted under one name: counts are for more than its readers. */
export function createTally(): Tally {
  const counts = { judged: 0, unjudged: 0, already: 0, forbidden: 0, permitted: 0, obliged: 0 };
  const groups = { team: new Map(), prompt: new Map(), model: new Map(), rule: new Map() } satisfies Record<
    string,
    Map<string, number>
  >;
  const examples: Changed[] = [];
  const count = (group: Map<string, number>, name: string) => group.set(name, (group.get(name) ?? 0) + 1);
  return {
    addAlready: () => {
      counts.judged += 1;
      counts.already += 1;
    },
    addUnjudged: () => {
      counts.unjudged += 1;
    },
    add: (execution, request, effect) => {
      counts.judged += 1;
      if (effect === undefined) return;
      counts[effect.kind] += 1;
      const { principal, context } = request;
      for (const team of principal.teams.length === 0 ? ['no team'] : principal.teams)
        count(groups.team, team);
      count(groups.prompt, publicPrompt(request));
      count(groups.model, context.model);
      const rules = effect.rules.length === 0 ? ['no rule permits it'] : effect.rules.map(({ id }) => id);
      for (const rule of rules) count(groups.rule, rule);
      if (examples.length < mostExamples)
        examples.push({
          ...{ execution, at: request.at, principal: principal.id, prompt: promptOf(request) },
          ...{ model: context.model, effect },
        });
    },
    result: () => ({
      judged: counts.judged,
      unjudged: counts.unjudged,
      already: counts.already,
      effects: { forbidden: counts.forbidden, permitted: counts.permitted, obliged: counts.obliged },
      groups: {
        team: sorted(groups.team),
        prompt: sorted(groups.prompt),
        model: sorted(groups.model),
        rule: sorted(groups.rule),
      },
      examples,
    }),
  };
}

function promptOf({ resource }: PolicyRequest): string | null {
  return resource.kind === 'prompt' ? `${resource.library}/${resource.name}` : null;
}

function publicPrompt(request: PolicyRequest): string {
  if (request.context.restricted) return 'in restricted libraries';
  return promptOf(request) ?? 'raw calls';
}

function sorted(counts: ReadonlyMap<string, number>): GroupCount[] {
  return [...counts]
    .map(([name, changed]) => ({ name, changed }))
    .sort((one, other) => other.changed - one.changed || (one.name < other.name ? -1 : 1))
    .slice(0, mostGroups);
}
