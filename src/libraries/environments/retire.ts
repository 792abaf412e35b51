import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { LibrariesParts } from '../parts.ts';
import { anythingLive } from '../store/moves.ts';
import { production } from './environment.ts';
import { environmentNamed } from './known.ts';
import { lockEnvironments, putEnvironment, readEnvironments } from './store.ts';

/**
 * Takes an environment out of use. Its history stays, and creating it again brings it back. Whether something is live there is asked
 * of all libraries: those that the caller may not see count too, and the answer is only that it is so. Entry `environment.retire`.
 * @throws Problem `environment.retire.forbidden` 403, `environment.retire.production` 409, `environment.retire.in_use` 409; 404
 */
export async function retireEnvironment(
  parts: LibrariesParts,
  principal: Principal,
  name: string,
): Promise<void> {
  authorize(principal, 'environment.retire', theOrganization);
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockEnvironments(tx, organization);
    const environment = environmentNamed(await readEnvironments(tx, organization), name);
    if (name === production) throw keepProduction();
    if (await anythingLive(tx, organization, name)) throw inUse(name);
    const at = parts.clock.now();
    await putEnvironment(tx, organization, environment, { at, by: principal.id }, at);
    return {
      entry: {
        organization,
        action: 'environment.retire',
        actor: actorOf(principal),
        subject: { kind: 'environment', id: name },
        data: {},
      },
      value: undefined,
    };
  });
}

function keepProduction(): Problem {
  return new Problem({
    code: 'environment.retire.production',
    status: 409,
    detail: 'Production stays: references that name no environment mean it. Retire another one.',
  });
}

function inUse(name: string): Problem {
  return new Problem({
    code: 'environment.retire.in_use',
    status: 409,
    detail: `Something is live in ${name}. Publish changes to ${name} that delete what is live there, then retire it.`,
  });
}
