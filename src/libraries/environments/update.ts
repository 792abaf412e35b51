import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { LibrariesParts } from '../parts.ts';
import type { Environment } from './environment.ts';
import { environmentNamed } from './known.ts';
import { lockEnvironments, putEnvironment, readEnvironments } from './store.ts';

export interface EnvironmentEdit {
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly position?: number | undefined;
}

/**
 * Changes how an environment is shown. Its name stays: references and histories say it. Entry `environment.update`.
 * @throws Problem `environment.update.forbidden` 403; 404
 */
export async function updateEnvironment(
  parts: LibrariesParts,
  principal: Principal,
  name: string,
  edit: EnvironmentEdit,
): Promise<Environment> {
  authorize(principal, 'environment.update', theOrganization);
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockEnvironments(tx, organization);
    const before = environmentNamed(await readEnvironments(tx, organization), name);
    const after: Environment = {
      ...before,
      displayName: edit.displayName ?? before.displayName,
      description: edit.description ?? before.description,
      position: edit.position ?? before.position,
    };
    await putEnvironment(tx, organization, after, { at: parts.clock.now(), by: principal.id });
    return {
      entry: {
        organization,
        action: 'environment.update',
        actor: actorOf(principal),
        subject: { kind: 'environment', id: name },
        data: { displayName: after.displayName, position: after.position },
      },
      value: after,
    };
  });
}
