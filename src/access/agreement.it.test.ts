import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  allActions,
  anyLibraryId,
  anyPermissions,
  anyScope,
  assetPaths,
  libraryIds,
} from '../../test/support/access-arbitrary.ts';
import { createTestAccess, type TestAccess } from '../../test/support/test-access.ts';
import type { OrganizationId } from '../ledger/index.ts';
import { newId } from '../platform/id.ts';
import { actions } from './action.ts';
import { libraryVisibility, permits, type Resource, theOrganization, whereVisible } from './index.ts';
import { type Grant, type Principal, roles } from './principal.ts';

/**
 * A whole organization at once, at random: people, teams in teams, built-in and custom roles, grants with scopes and ends, restricted and open
 * libraries. Each way of asking who may do what must say the same: a principal's own `permits`, the filter in SQL, `holdsNow`, `holders`
 * and the roster of `rolesOn`, and all of them what a reader of the tables would say who knows nothing of the code.
 */
let house: TestAccess;
let organization: OrganizationId;
const seed = Number(process.env.COUNTERSIGN_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

const people = [newId('per'), newId('per'), newId('per'), newId('per')] as const;
const teams = ['tea_outer', 'tea_inner', 'tea_gone'] as const;
const customRoles = ['desk-a', 'desk-b', 'desk-gone'] as const;
const noon = new Date('2026-11-27T12:00:00Z');
const ends = [null, new Date(noon.getTime() - 1), noon, new Date(noon.getTime() + 1)] as const;

beforeAll(async () => {
  house = await createTestAccess({ now: () => noon });
  ({ id: organization } = await house.found('agreeing'));
});
afterAll(() => house.close());

const anyWorld = fc.record({
  active: fc.tuple(fc.boolean(), fc.boolean(), fc.constant(true), fc.constant(true)),
  members: fc.uniqueArray(fc.tuple(fc.constantFrom(...teams), fc.constantFrom(...people)), {
    maxLength: 6,
    selector: ([team, person]) => `${team} ${person}`,
  }),
  nested: fc.boolean(),
  permissions: fc.tuple(anyPermissions, anyPermissions, anyPermissions),
  restricted: fc.uniqueArray(anyLibraryId),
  grants: fc.uniqueArray(
    fc.record({
      holder: fc.constantFrom(...people, ...teams),
      role: fc.constantFrom(...roles, ...customRoles),
      scope: anyScope,
      endsAt: fc.constantFrom(...ends),
    }),
    {
      maxLength: 14,
      selector: ({ holder, role, scope }) => `${holder} ${role} ${JSON.stringify(scope)}`,
    },
  ),
});
type World = typeof anyWorld extends fc.Arbitrary<infer Value> ? Value : never;

/** Writes a world into the tables as their owner. */
async function lay(world: World): Promise<void> {
  const holders = [...people, ...teams];
  await house.asOwner('delete from access_grant where principal_id = any($1)', [holders]);
  for (const table of ['team_member', 'team', 'role']) await house.asOwner(`delete from access_${table}`);
  await house.asOwner('delete from access_person where id = any($1)', [people]);
  const rows: [string, unknown[]][] = [];
  for (const [at, id] of people.entries())
    rows.push([
      `insert into access_person (organization_id, id, display_name, email, active, created_at, updated_at)
       values ($1, $2, $2, $2 || '@agreeing.example', $3, $4, $4)`,
      [organization, id, world.active[at], noon],
    ]);
  for (const id of teams)
    rows.push([
      `insert into access_team (organization_id, id, name, display_name, description, created_at, updated_at, retired_at)
       values ($1, $2, $3, $2, '', $4, $4, $5)`,
      [organization, id, id.replace('tea_', 't'), noon, id === 'tea_gone' ? noon : null],
    ]);
  for (const [team, member] of [...world.members, ...(world.nested ? [['tea_outer', 'tea_inner']] : [])])
    rows.push([
      `insert into access_team_member (organization_id, team_id, member_id, added_by, added_at) values ($1, $2, $3, 'x', $4)`,
      [organization, team, member, noon],
    ]);
  for (const [at, name] of customRoles.entries())
    rows.push([
      `insert into access_role (organization_id, id, name, display_name, description, permissions, created_by, created_at, updated_at, retired_at)
       values ($1, $2, $3, $3, '', $4, 'x', $5, $5, $6)`,
      [organization, `rol_${at}`, name, world.permissions[at], noon, name === 'desk-gone' ? noon : null],
    ]);
  for (const [at, { holder, role, scope, endsAt }] of world.grants.entries())
    rows.push([
      `insert into access_grant (organization_id, id, principal_id, role, library_id, path, ends_at, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'x', $8)`,
      [
        organization,
        `gra_w${at}`,
        holder,
        role,
        scope.kind === 'organization' ? null : scope.library,
        scope.kind === 'folder' ? `${scope.path}/` : scope.kind === 'asset' ? scope.path : null,
        endsAt,
        noon,
      ],
    ]);
  for (const [statement, values] of rows) await house.asOwner(statement, values);
}

/** What a reader of the tables would say, in words of this test alone. */
function reads(
  world: World,
  person: string,
  action: (typeof allActions)[number],
  resource: Resource,
): boolean {
  const groups = world.members
    .filter(([team, member]) => member === person && team !== 'tea_gone')
    .map(([team]) => team);
  if (world.nested && groups.includes('tea_inner')) groups.push('tea_outer');
  return world.grants.some(({ holder, role, scope, endsAt }) => {
    if (holder !== person && !groups.some((team) => team === holder)) return false;
    if (endsAt !== null && endsAt.getTime() <= noon.getTime()) return false;
    const at = customRoles.findIndex((name) => name === role);
    const builtIn: readonly string[] = actions[action].roles;
    const has =
      at < 0
        ? builtIn.includes(role)
        : role !== 'desk-gone' && world.permissions[at]?.includes(action) === true;
    if (!has) return false;
    const { on } = actions[action];
    if (resource.kind === 'organization') return on === 'membership' || scope.kind === 'organization';
    if (scope.kind === 'organization') return !resource.restricted || role === 'admin' || role === 'auditor';
    if (on === 'organization' || scope.library !== resource.id) return false;
    if (scope.kind === 'library') return true;
    const { paths = [] } = resource;
    return (
      paths !== 'any' &&
      paths.length > 0 &&
      paths.every((path) =>
        scope.kind === 'asset' ? path === scope.path : path.indexOf(`${scope.path}/`) === 0,
      )
    );
  });
}

const principalOf = (id: (typeof people)[number], grants: readonly Grant[]): Principal => ({
  ...{ organization, organizationName: 'agreeing', kind: 'person', id, displayName: id, human: id },
  ...{ credential: { kind: 'session', id: 'ses_x' }, authenticatedAt: null, grants, keyScope: undefined },
});

it('says the same of everybody, whoever is asked and however', async () => {
  const pathsAsked = [[], ...assetPaths.map((path) => [path]), assetPaths];
  const inLibraries = allActions.filter((action) => actions[action].on === 'library');
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(
      anyWorld,
      fc.uniqueArray(fc.constantFrom(...inLibraries), { minLength: 3, maxLength: 3 }),
      fc.constantFrom(...allActions),
      async (world, chosen, anywhere) => {
        await lay(world);
        const isRestricted = (id: string) => world.restricted.some((one) => one === id);
        const acting = new Map<string, Principal>();
        for (const [at, id] of people.entries()) {
          const now = await house.access.principalNow(organization, id, { kind: 'session', id: 'ses_x' });
          expect(now !== undefined).toBe(world.active[at]);
          if (now !== undefined) acting.set(id, principalOf(id, now.grants));
        }
        for (const action of [...chosen, anywhere]) {
          const places: Resource[] = [theOrganization];
          for (const id of libraryIds)
            for (const paths of pathsAsked)
              places.push({ kind: 'library', id, restricted: isRestricted(id), paths });
          for (const place of places) {
            const holding = new Set<string>(
              await (asked % 7 === 0 ? house.access.holders(organization, action, place) : []),
            );
            for (const [id, principal] of acting) {
              const expected = reads(world, id, action, place);
              expect(permits(principal, action, place), `${id} ${action} ${JSON.stringify(place)}`).toBe(
                expected,
              );
              if (asked % 7 === 0) expect(holding.has(id)).toBe(expected);
              if (asked % 11 === 0 && place.kind === 'library')
                expect(await house.access.holdsNow(organization, id, action, place)).toBe(expected);
            }
            asked += 1;
          }
        }
        await rostersAgree(world, acting, isRestricted);
        for (const action of chosen) await filtersAgree(world, acting, action, isRestricted);
      },
    ),
    { numRuns: Number(process.env.COUNTERSIGN_TEST_WORLDS ?? 6), seed },
  );
  process.stdout.write(`access agreement: seed ${seed}, ${asked} places asked about\n`);
});

/** The roster of approvals: whose roles reach a library or some assets in it, and what those permit. */
async function rostersAgree(
  world: World,
  acting: ReadonlyMap<string, Principal>,
  isRestricted: (id: string) => boolean,
): Promise<void> {
  for (const id of libraryIds)
    for (const paths of [[], ['legal/a.prompt', 'legal/eu/b.prompt']]) {
      const reach = { id, restricted: isRestricted(id), paths };
      const roster = await house.access.rolesOn(organization, reach);
      for (const action of ['change.approve', 'change.review', 'change.publish'] as const)
        for (const person of people) {
          const held = roster.roles.get(person) ?? new Set<string>();
          const builtIn: readonly string[] = actions[action].roles;
          const may = [...held].some(
            (role) => builtIn.includes(role) || roster.custom.get(role)?.includes(action) === true,
          );
          const expected = acting.has(person) && reads(world, person, action, { kind: 'library', ...reach });
          expect(may, `${person} ${action} ${JSON.stringify(reach)}`).toBe(expected);
        }
    }
}

/** Lists, searches and counts: the filter in SQL over every asset of every library. */
async function filtersAgree(
  world: World,
  acting: ReadonlyMap<string, Principal>,
  action: (typeof allActions)[number],
  isRestricted: (id: string) => boolean,
): Promise<void> {
  const rows = libraryIds.flatMap((id) =>
    assetPaths.map((path) => ({ id, path, restricted: isRestricted(id) })),
  );
  for (const [person, principal] of acting) {
    const condition = whereVisible(
      libraryVisibility(principal, isLibraryAction(action) ? action : 'library.read'),
      sql.ref<string>('id'),
      sql.ref<boolean>('restricted'),
      sql.ref<string>('path'),
    );
    const found = await sql<{ id: string; path: string }>`
      select id, path from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (id text, path text, restricted boolean)
      where ${condition}`.execute(house.database.writer);
    const seen = found.rows.map(({ id, path }) => `${id}/${path}`).sort();
    const expected = rows
      .filter(({ id, path, restricted }) =>
        reads(world, person, action, { kind: 'library', id, restricted, paths: [path] }),
      )
      .map(({ id, path }) => `${id}/${path}`);
    expect(seen, `${person} ${action}`).toEqual(expected.sort());
  }
}

type LibraryAction = NonNullable<Parameters<typeof libraryVisibility>[1]>;
const isLibraryAction = (action: (typeof allActions)[number]): action is LibraryAction =>
  actions[action].on === 'library';
