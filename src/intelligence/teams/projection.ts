import { z } from 'zod';
import type { Projection } from '../layer/projection.ts';
import { closeMember, closeTeam, openMember } from './store.ts';

const change = z.object({ member: z.string() });

/** Who was in which team when: past weeks keep the teams that they had, so that moving somebody never changes them afterwards. */
export const teamsProjection: Projection = {
  name: 'intelligence.teams',
  actions: ['team.add_member', 'team.remove_member', 'team.retire'],
  tables: ['intelligence_team_member'],
  fold: async (tx, organization, entries) => {
    for (const { entry, index = 0 } of entries) {
      const team = entry.subject.id;
      if (entry.action === 'team.retire') {
        await closeTeam(tx, organization, team, entry.at);
        continue;
      }
      const { member } = change.parse(entry.data);
      if (entry.action === 'team.add_member')
        await openMember(tx, organization, { team, member, index, at: entry.at });
      else await closeMember(tx, organization, team, member, entry.at);
    }
  },
};
