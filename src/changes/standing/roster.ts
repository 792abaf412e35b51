import { type Action, type PersonId, rolesOf } from '../../access/index.ts';
import type { Party } from '../../libraries/index.ts';

/** Who is who at one moment, as far as one library and the rules in force ask. Active people only. */
export interface Roster {
  /** Roles that reach the library, or all that is asked about of it, and have not ended. Everybody who holds any. */
  readonly roles: ReadonlyMap<PersonId, ReadonlySet<string>>;
  /** What custom roles among them hold, by name. */
  readonly custom: ReadonlyMap<string, readonly string[]>;
  /** The teams that there are, of those that were asked for. */
  readonly teams: ReadonlyMap<string, ReadonlySet<PersonId>>;
  /** By e-mail address, in lower case. */
  readonly people: ReadonlyMap<string, PersonId>;
}

/** Whether a person's roles permit an action on the library, whatever they held before (AT-17). */
export function mayAct(human: PersonId, action: Action, { roles, custom }: Roster): boolean {
  const held = roles.get(human);
  if (held === undefined) return false;
  return (
    rolesOf(action).some((role) => held.has(role)) ||
    [...held].some((role) => custom.get(role)?.includes(action) === true)
  );
}

/** Whether a person is among those that are asked. Null asks everybody who is permitted. */
export function isAmong(human: PersonId, from: readonly Party[] | null, roster: Roster): boolean {
  if (!roster.roles.has(human)) return false;
  return from === null || from.some((party) => isParty(human, party, roster));
}

function isParty(human: PersonId, { by, name }: Party, { roles, teams, people }: Roster): boolean {
  if (by === 'person') return people.get(name) === human;
  if (by === 'team') return teams.get(name)?.has(human) === true;
  return by === 'role' && [...(roles.get(human) ?? [])].some((role) => role === name);
}

/** The first team that is asked for and is not there (any more), or undefined. */
export function goneTeam(from: readonly Party[] | null, { teams }: Roster): string | undefined {
  return from?.find(({ by, name }) => by === 'team' && !teams.has(name))?.name;
}

/** What a list of parties asks about: names of teams, addresses of people. */
export function askedOf(lists: readonly (readonly Party[] | null)[]): {
  readonly teams: readonly string[];
  readonly people: readonly string[];
} {
  const named = (kind: Party['by']) => [
    ...new Set(lists.flatMap((list) => (list ?? []).filter(({ by }) => by === kind).map(({ name }) => name))),
  ];
  return { teams: named('team'), people: named('person') };
}
