import type { Library } from '../../libraries/index.ts';
import type { People } from '../parts.ts';
import type { Requirement } from '../requirement/requirement.ts';
import { askedOf, type Roster } from './roster.ts';

/** Who is who now, as far as a requirement asks in a library, or for a change of some assets in it. */
export async function rosterFor(
  people: People,
  library: Library,
  requirement: Pick<Requirement, 'stages' | 'publish'>,
  paths: readonly string[] = [],
): Promise<Roster> {
  const { organization, id, visibility } = library;
  const lists = [
    ...requirement.stages.flatMap(({ from, escalate }) => [from, escalate?.to ?? null]),
    ...requirement.publish,
  ];
  const asked = askedOf(lists);
  const [held, teams, addressed] = await Promise.all([
    people.rolesOn(organization, { id, restricted: visibility === 'restricted', paths }),
    asked.teams.length === 0 ? new Map() : people.teamMembers(organization, asked.teams),
    asked.people.length === 0 ? new Map() : people.peopleByEmail(organization, asked.people),
  ]);
  return { ...held, teams, people: addressed };
}
