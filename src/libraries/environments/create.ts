import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { LibrariesParts } from '../parts.ts';
import { type Environment, environmentNameFault, mostEnvironments } from './environment.ts';
import { lockEnvironments, putEnvironment, readEnvironments } from './store.ts';

export interface NewEnvironment {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly position?: number | undefined;
}

/**
 * Adds an environment, or brings a retired one back with its history. Nothing is live in it yet. Entry `environment.create`.
 * @throws Problem `environment.create.forbidden` 403, `environment.create.bad_name` 422, `environment.create.name_taken` 409,
 *   `environment.create.too_many` 409
 */
export async function createEnvironment(
  parts: LibrariesParts,
  principal: Principal,
  input: NewEnvironment,
): Promise<Environment> {
  authorize(principal, 'environment.create', theOrganization);
  const { organization } = principal;
  const fault = environmentNameFault(input.name);
  if (fault !== undefined)
    throw new Problem({ code: 'environment.create.bad_name', status: 422, detail: fault });
  return parts.ledger.record(async (tx) => {
    await lockEnvironments(tx, organization);
    const environments = await readEnvironments(tx, organization);
    if (environments.some(({ name }) => name === input.name)) throw nameTaken(input.name);
    if (environments.length >= mostEnvironments) throw tooMany();
    const environment: Environment = {
      name: input.name,
      displayName: input.displayName ?? input.name,
      description: input.description ?? '',
      protected: true,
      position: input.position ?? 15,
    };
    await putEnvironment(tx, organization, environment, { at: parts.clock.now(), by: principal.id });
    return {
      entry: {
        organization,
        action: 'environment.create',
        actor: actorOf(principal),
        subject: { kind: 'environment', id: environment.name },
        data: { displayName: environment.displayName, position: environment.position },
      },
      value: environment,
    };
  });
}

function nameTaken(name: string): Problem {
  return new Problem({
    code: 'environment.create.name_taken',
    status: 409,
    detail: `There is an environment ${name} already. Choose another name, or edit that one.`,
  });
}

function tooMany(): Problem {
  return new Problem({
    code: 'environment.create.too_many',
    status: 409,
    detail: `An organization has at most ${mostEnvironments} environments. Retire one that nothing is live in.`,
  });
}
