import { z } from 'zod';
import type { PolicyRequest } from '../verdict.ts';

const word = z.string().min(1).max(300);

/** Which recorded calls a simulation is about: everything that is said must hold. */
export const chosenSchema = z.strictObject({
  executions: z.array(z.string().max(100)).min(1).max(1_000).optional(),
  /** `LIBRARY/NAME`. */
  prompt: word.optional(),
  model: word.optional(),
  /** A person's or an app's id. */
  principal: word.optional(),
  team: word.optional(),
  environment: word.optional(),
  useCase: word.optional(),
  kind: z.enum(['governed', 'raw']).optional(),
});
export type Chosen = z.infer<typeof chosenSchema>;

/** Whether a recorded call is one of those that were chosen. Pure. */
export function isChosen(chosen: Chosen, execution: string, asked: PolicyRequest): boolean {
  const { resource, principal, context } = asked;
  const prompt = resource.kind === 'prompt' ? `${resource.library}/${resource.name}` : null;
  const pairs: readonly (readonly [string | undefined, string | null])[] = [
    [chosen.prompt, prompt],
    [chosen.model, context.model],
    [chosen.principal, principal.id],
    [chosen.environment, context.environment],
    [chosen.useCase, context.useCase],
    [chosen.kind, prompt === null ? 'raw' : 'governed'],
  ];
  return (
    (chosen.executions === undefined || chosen.executions.includes(execution)) &&
    (chosen.team === undefined || principal.teams.includes(chosen.team)) &&
    pairs.every(([wanted, is]) => wanted === undefined || wanted === is)
  );
}

/** As an entry keeps it: how many were named, not which. */
export function chosenWords({ executions, ...filter }: Chosen): Readonly<Record<string, string | number>> {
  const said = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return {
    ...Object.fromEntries(said),
    ...(executions === undefined ? {} : { executions: executions.length }),
  };
}
