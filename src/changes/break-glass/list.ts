import { authorize, type Principal, permits } from '../../access/index.ts';
import { type ChangesParts, resourceOf } from '../dossier.ts';
import { listBreakGlasses } from './store.ts';
import { type BreakGlassWire, breakGlassPrincipals, breakGlassWire } from './wire.ts';

/** Emergencies in the libraries that the principal may see, newest first. */
export async function listBreakGlassesFor(
  parts: ChangesParts,
  principal: Principal,
  query: { readonly library: string | undefined; readonly due: boolean; readonly limit: number },
): Promise<BreakGlassWire[]> {
  const libraries =
    query.library === undefined
      ? (await parts.libraries.visible(principal)).filter((library) =>
          permits(principal, 'break_glass.list', resourceOf(library)),
        )
      : [await parts.libraries.find(principal, query.library)];
  if (query.library !== undefined)
    for (const library of libraries) authorize(principal, 'break_glass.list', resourceOf(library));
  const { due, limit } = query;
  const ids = libraries.map(({ id }) => id);
  const found = await listBreakGlasses(parts.reader, principal.organization, { libraries: ids, due, limit });
  const names = await parts.people.names(principal.organization, found.flatMap(breakGlassPrincipals));
  const nameOf = new Map<string, string>(libraries.map(({ id, name }) => [id, name]));
  const now = parts.clock.now();
  return found.map((broken) => breakGlassWire(broken, nameOf.get(broken.library) ?? '', names, now));
}
