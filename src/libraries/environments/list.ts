import { authorize, libraryVisibility, type Principal, theOrganization } from '../../access/index.ts';
import type { LibrariesParts } from '../parts.ts';
import { countLive } from '../store/moves.ts';
import { readEnvironments } from './store.ts';
import type { EnvironmentWire } from './wire.ts';

/** The organization's environments in order, with how much is live in each of what the principal may see. */
export async function listEnvironments(
  parts: LibrariesParts,
  principal: Principal,
): Promise<EnvironmentWire[]> {
  authorize(principal, 'environment.list', theOrganization);
  const [environments, counts] = await Promise.all([
    readEnvironments(parts.reader, principal.organization),
    countLive(parts.reader, principal.organization, libraryVisibility(principal, 'asset.list')),
  ]);
  return environments.map((environment) => ({ ...environment, live: counts.get(environment.name) ?? 0 }));
}
