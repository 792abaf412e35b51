import type { Expression } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { AppId, Grant, GrantId, LibraryId, PersonId, Scope, TeamId } from '../principal.ts';

/** Grants as principals hold them at a moment: their own and their teams', those that have ended left out. */
export interface HeldCells {
  readonly id: GrantId;
  readonly role: string;
  readonly library_id: LibraryId | null;
  readonly path: string | null;
  /** As text, when it comes out of a JSON column. */
  readonly ends_at: Date | string | null;
  readonly permissions: readonly string[] | null;
  readonly team_id: TeamId | null;
}

export const heldColumns = [
  'held.id',
  'held.role',
  'held.library_id',
  'held.path',
  'held.ends_at',
  'held.permissions',
  'held.team_id',
] as const;

export function scopeOf({ library_id, path }: Pick<HeldCells, 'library_id' | 'path'>): Scope {
  if (library_id === null) return { kind: 'organization' };
  if (path === null) return { kind: 'library', library: library_id };
  if (path.endsWith('/')) return { kind: 'folder', library: library_id, path: path.slice(0, -1) };
  return { kind: 'asset', library: library_id, path };
}

export function heldOf(cells: HeldCells): Grant {
  return {
    id: cells.id,
    role: cells.role,
    scope: scopeOf(cells),
    ...(cells.permissions === null ? {} : { permissions: cells.permissions }),
    ...(cells.team_id === null ? {} : { team: cells.team_id }),
    ...(cells.ends_at === null ? {} : { endsAt: new Date(cells.ends_at) }),
  };
}

/** @param now without, those that have ended too */
function heldAt(reader: Reader, now: Date | undefined) {
  const held = reader.selectFrom('access_held as held');
  if (now === undefined) return held;
  return held.where((where) =>
    where.or([where('held.ends_at', 'is', null), where('held.ends_at', '>', now)]),
  );
}

/** Of one principal, as a JSON column: so that a principal is one query. */
export function heldColumn(
  reader: Reader,
  organization: Expression<OrganizationId>,
  holder: Expression<PersonId | AppId | null>,
  now: Date,
) {
  return jsonArrayFrom(
    heldAt(reader, now)
      .select(heldColumns)
      .where('held.organization_id', '=', organization)
      .where('held.holder_id', '=', holder)
      .orderBy('held.id'),
  );
}

/** Of one person or app; without `now`, those that have ended too. */
export async function selectHeldBy(
  reader: Reader,
  organization: OrganizationId,
  holder: PersonId | AppId,
  now: Date | undefined,
): Promise<Grant[]> {
  const rows = await heldAt(reader, now)
    .select(heldColumns)
    .where('held.organization_id', '=', organization)
    .where('held.holder_id', '=', holder)
    .orderBy('held.id')
    .execute();
  return rows.map(heldOf);
}

/** Of some people or apps, each with whose it is. */
export async function selectHeldByEach(
  reader: Reader,
  organization: OrganizationId,
  holders: readonly (PersonId | AppId)[],
  now: Date,
): Promise<{ holder: string; grant: Grant }[]> {
  if (holders.length === 0) return [];
  const rows = await heldAt(reader, now)
    .select([...heldColumns, 'held.holder_id'])
    .where('held.organization_id', '=', organization)
    .where('held.holder_id', 'in', holders)
    .orderBy('held.id')
    .execute();
  return rows.map((row) => ({ holder: row.holder_id, grant: heldOf(row) }));
}

/** Of all active people, each with whose it is. */
export async function selectHeldByPeople(
  reader: Reader,
  organization: OrganizationId,
  now: Date,
): Promise<{ person: PersonId; grant: Grant }[]> {
  const rows = await heldAt(reader, now)
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'held.organization_id')
        .onRef('person.id', '=', 'held.holder_id'),
    )
    .select([...heldColumns, 'person.id as person'])
    .where('held.organization_id', '=', organization)
    .where('person.active', '=', true)
    .orderBy('person.id')
    .execute();
  return rows.map((row) => ({ person: row.person, grant: heldOf(row) }));
}
