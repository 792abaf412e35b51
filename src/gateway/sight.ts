import {
  type LibraryId,
  libraryVisibility,
  type Principal,
  permits,
  theOrganization,
} from '../access/index.ts';
import type { Execution } from './execution.ts';
import type { GatewayParts } from './parts.ts';

type Parts = Pick<GatewayParts, 'libraries'>;

/** Whose executions somebody may see: their own; everybody's, in every library; or everybody's in these, beside raw calls. */
export type Sight = 'own' | 'all' | { readonly libraries: readonly LibraryId[] };

/**
 * Executions of others need `execution.list_all`; and whoever holds that without knowing every library does not learn from executions what
 * there is in the others (promise 4).
 */
export async function sightOf({ libraries }: Parts, principal: Principal): Promise<Sight> {
  if (!permits(principal, 'execution.list_all', theOrganization)) return 'own';
  const { everything, within, alsoSeenBy } = libraryVisibility(principal);
  if (everything && within === undefined && alsoSeenBy?.everything !== false) return 'all';
  return { libraries: (await libraries.visible(principal)).map(({ id }) => id) };
}

/** Whether one execution is in sight. */
export async function maySee(parts: Parts, principal: Principal, execution: Execution): Promise<boolean> {
  if (execution.principal === principal.id) return true;
  const sight = await sightOf(parts, principal);
  if (sight === 'own' || sight === 'all') return sight === 'all';
  return execution.prompt === null || sight.libraries.includes(execution.prompt.libraryId);
}
