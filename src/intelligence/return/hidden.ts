import type { OrganizationId } from '../../ledger/index.ts';
import { boundedCache } from '../../platform/bounded-cache.ts';
import { addDays, startOf } from '../days.ts';
import { hiddenGroups } from '../groups/disclosure.ts';
import { groupsOf } from '../groups/grouping.ts';
import { selectUseCells } from '../groups/store.ts';
import type { Place } from '../layer/store.ts';
import type { IntelligenceParts } from '../parts.ts';
import type { Sight } from '../sight.ts';

/** Weeks that the log is folded a day beyond change no more, and neither does what of them is hidden from a sight. */
const settled = boundedCache<Set<string>>(2_000);

/** Which groups' numbers are shown nowhere, week by week: the same as on the page that compares groups. */
export async function hiddenIn(
  { reader, smallestGroup }: Pick<IntelligenceParts, 'reader' | 'smallestGroup'>,
  organization: OrganizationId,
  sight: Sight,
  teams: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>,
  place: Place,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const libraries = [...sight.libraries].sort();
  const found = await Promise.all(
    [...teams].map(async ([week, members]) => {
      const end = addDays(week, 7);
      const look = async () => {
        const cells = await selectUseCells(reader, organization, libraries, week, end);
        return hiddenGroups(groupsOf(cells, members), smallestGroup);
      };
      const isSettled = place.at !== null && place.at >= new Date(startOf(addDays(end, 1)));
      const key = JSON.stringify([organization, week, smallestGroup, libraries]);
      return [week, await (isSettled ? settled.get(key, look) : look())] as const;
    }),
  );
  return new Map(found);
}
