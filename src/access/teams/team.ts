import type { PersonId, TeamId } from '../principal.ts';

/** A named set of people, which requirements and reviewers' requests can name. */
export interface Team {
  readonly id: TeamId;
  /** URL name, unique in the organization and never given again: requirements name teams by it. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly createdAt: Date;
}

/** Who is in a team: a person, or a team that has people only. */
export interface TeamMember {
  readonly id: PersonId | TeamId;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** More direct members than this in one team is a list that nobody looks over. */
export const mostMembers = 500;

/** Why a team may not be called this, as a sentence, or undefined when it may. */
export function teamNameFault(name: string): string | undefined {
  if (/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return undefined;
  return 'A name starts with a lower-case letter and goes on with letters, digits and hyphens, at most 63.';
}

/** What is known of two teams when one is to become a part of the other. */
export interface Nesting {
  readonly same: boolean;
  /** The inner one has teams in it already. */
  readonly innerHasTeams: boolean;
  /** The outer one is in a team already. */
  readonly outerIsInside: boolean;
}

/** Why a team may not be put into another one, as a sentence, or undefined when it may. Teams nest once, so no loop can arise. */
export function nestingFault({ same, innerHasTeams, outerIsInside }: Nesting): string | undefined {
  if (same) return 'A team cannot be in itself. Choose another team.';
  if (innerHasTeams)
    return 'The team that would be added has teams in it, and teams nest once. Add those, or its people.';
  if (outerIsInside)
    return 'This team is in another one, so it may have people only: teams nest once. Add the people instead.';
  return undefined;
}
