import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { PersonId } from '../principal.ts';
import { selectPeopleOfTeams } from '../store/team-members.ts';

/**
 * Who is in some teams at this moment, by the teams' names: active people, those of teams in them included. An unknown or retired
 * team is not in the map, so that whoever asks can tell "nobody is in it" from "there is no such team".
 */
export async function teamMembers(
  reader: Reader,
  organization: OrganizationId,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<PersonId>>> {
  const people = new Map<string, Set<PersonId>>();
  for (const { name, person } of await selectPeopleOfTeams(reader, organization, [...new Set(names)])) {
    const found = people.get(name) ?? new Set();
    if (person !== null) found.add(person);
    people.set(name, found);
  }
  return people;
}
