import { z } from 'zod';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import { isId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { LibraryNames, NamedScope } from '../library-names.ts';
import type { LibraryDirectory } from '../parts.ts';
import type { PersonRef } from '../person.ts';
import type { Grant, Principal, Scope } from '../principal.ts';
import { selectTeamRefs } from '../store/teams.ts';

/** A built-in role, or the name of a custom one. */
export const role = z.string().min(1).max(63);
export const displayName = z.string().trim().min(1).max(200);
export const libraryName = z.string().min(1).max(63);

/** Of a folder or an asset, from the root of the library: no slash at either end, no empty step, none that leads up. */
export const path = z
  .string()
  .max(400)
  .regex(
    /^(?!\.{1,2}(?:\/|$))[^/\0]+(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)*$/,
    'must be a path in the library such as support/replies',
  );

/** A scope as clients write and read it: libraries by name. */
export const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organization') }),
  z.strictObject({ kind: z.literal('library'), library: libraryName }),
  z.strictObject({ kind: z.literal('folder'), library: libraryName, path }),
  z.strictObject({ kind: z.literal('asset'), library: libraryName, path }),
]);
export const teamRef = z.object({ id: z.string(), name: z.string(), displayName: z.string() });
export const heldRole = z.object({
  id: z.string().meta({ description: 'The grant.' }),
  role,
  scope,
  endsAt: z.string().nullable().meta({ description: 'From then on it gives nothing.' }),
  team: teamRef.nullable().meta({ description: 'The team by which it is held; null for one’s own.' }),
});
export const personRef = z.object({
  id: z.string(),
  kind: z.enum(['person', 'app']),
  displayName: z.string(),
});
/** Whoever can be given a role. */
export const granteeRef = z.object({
  id: z.string(),
  kind: z.enum(['person', 'app', 'team']),
  displayName: z.string(),
});
export const pageQuery = z.strictObject({
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `{ items, next }`: `next` is the cursor of the following page, or null. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Lists fetch one row more than they show: it tells whether there is a next page. */
export function cut<Row extends { readonly id: string }>(rows: readonly Row[], limit: number) {
  const shown = rows.slice(0, limit);
  return { shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** @throws Problem `request.invalid` for a cursor that no list of this kind gave out */
export function cursorOf<const Kind extends string>(
  kind: Kind,
  text: string | undefined,
): Id<Kind> | undefined {
  if (text === undefined || isId(kind, text)) return text;
  throw new Problem({
    code: 'request.invalid',
    status: 400,
    detail: 'The cursor is not one of this list. Send the value of "next" as it was, or none.',
  });
}

/** What has not the form of an id names nothing. @throws Problem the identical 404 */
export function idOf<const Kind extends string>(kind: Kind, text: string): Id<Kind> {
  if (!isId(kind, text)) throw notFound();
  return text;
}

/** The library by its name, which the principal must be able to know of. */
export async function toScope(
  libraries: LibraryDirectory,
  principal: Principal,
  given: NamedScope,
): Promise<Scope> {
  if (given.kind === 'organization') return given;
  const { id } = await libraries.find(principal, given.library);
  return { ...given, library: id };
}

/** Roles with their scopes and teams by name; those on libraries that the reader may not know of are left out. */
export async function heldRoles(
  reader: Reader,
  organization: OrganizationId,
  names: LibraryNames,
  grants: readonly Grant[],
): Promise<z.input<typeof heldRole>[]> {
  const teams = await selectTeamRefs(reader, organization, teamsIn(grants));
  const held: z.input<typeof heldRole>[] = [];
  for (const grant of grants) {
    const named = await names.scopeOf(grant.scope);
    if (named !== undefined)
      held.push({
        id: grant.id,
        role: grant.role,
        scope: named,
        endsAt: grant.endsAt?.toISOString() ?? null,
        team: teams.find(({ id }) => id === grant.team) ?? null,
      });
  }
  return held;
}

const teamsIn = (grants: readonly Grant[]) => [
  ...new Set(grants.flatMap(({ team }) => (team === undefined ? [] : [team]))),
];

/** Somebody whom a row refers to and who therefore exists. */
export function refOf(names: ReadonlyMap<string, PersonRef>, id: string): PersonRef {
  const found = names.get(id);
  invariant(found !== undefined, `${id} is nobody of this organization`);
  return found;
}
