import { queryOptions, useQuery } from '@tanstack/react-query';
import { peopleQuery } from '../../access/queries.ts';
import { get } from '../../api/client.ts';
import type { List, Role } from '../../api/types.ts';
import type { Party } from './rule.ts';

/** Of a team, what this form needs to know. */
type TeamName = { name: string; displayName: string; people: number };

const teamNamesQuery = queryOptions({
  queryKey: ['teams', 'names'],
  queryFn: ({ signal }) => get<List<TeamName>>('/api/v1/teams?limit=200', signal),
});

const roles: readonly Role[] = ['contributor', 'reviewer', 'approver', 'publisher', 'admin', 'auditor'];

/** `approvers`, `team legal`, `dana@example.com`. */
export const partyText = ({ by, name }: Party): string =>
  by === 'role' ? `every ${name}` : by === 'team' ? `team ${name}` : name;

/** Whom a rule may ask, and why somebody who is asked cannot answer: a team or person that is not there any more is nobody (AT-09). */
export function usePartyOptions() {
  const people = useQuery(peopleQuery).data?.items;
  const teams = useQuery(teamNamesQuery).data?.items;
  const active = people?.filter((person) => person.active);
  const option = (party: Party, label: string) => ({ value: `${party.by} ${party.name}`, label, party });
  return {
    options: [
      ...roles.map((name) => option({ by: 'role', name }, `every ${name}`)),
      ...(teams ?? []).map(({ name, displayName }) => option({ by: 'team', name }, `team ${displayName}`)),
      ...(active ?? []).map(({ email, displayName }) =>
        option({ by: 'person', name: email.toLowerCase() }, `${displayName} (${email})`),
      ),
    ],
    faultOf: ({ by, name }: Party): string | null => {
      if (by === 'team' && teams !== undefined) {
        const team = teams.find((one) => one.name === name);
        if (team === undefined)
          return `There is no team ${name}: nobody can answer for it. Make the team, or ask somebody else.`;
        if (team.people === 0)
          return `Nobody is in the team ${name} yet. Add people to it, or ask somebody else.`;
      }
      if (
        by === 'person' &&
        active !== undefined &&
        !active.some(({ email }) => email.toLowerCase() === name.toLowerCase())
      )
        return `Nobody here signs in as ${name}. Ask somebody else.`;
      return null;
    },
  };
}
