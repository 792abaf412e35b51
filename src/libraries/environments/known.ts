import { notFound, Problem } from '../../platform/problem.ts';
import type { Environment } from './environment.ts';

/** The refusal of something meant for an environment that the organization does not have. */
export function unknownEnvironment(name: string, environments: readonly Environment[]): Problem {
  const names = environments.map((environment) => environment.name).join(', ');
  return new Problem({
    code: 'environment.unknown',
    status: 422,
    detail: `There is no environment ${JSON.stringify(name)}. Name one of: ${names}.`,
  });
}

/** One of these, by the name in an address. @throws Problem 404 */
export function environmentNamed(environments: readonly Environment[], name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw notFound();
  return found;
}
