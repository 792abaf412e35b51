import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Reader, Writer } from './database.ts';

/*
 * When something was last used. Bookkeeping that brings no entry, as the tally: what was done with it has entries of its own, and an entry
 * for every look would bury them.
 */

interface LastUseTable {
  organization_id: string;
  id: string;
  used_at: Date;
}

declare module './tables.ts' {
  interface Tables {
    platform_last_use: LastUseTable;
  }
}

export interface LastUse {
  /** Remembers a use, in memory: nobody waits for it, and a crash loses at most the last minute of it. */
  note(organization: string, id: string): void;
  /** Writes down what is due: of each id at most once a minute. Safe on several nodes at once. */
  flush(): Promise<void>;
}

const restMs = 60_000;
const atOnce = 1_000;

export function createLastUse(writer: Writer, clock: Clock): LastUse {
  const noted = new Map<string, LastUseTable>();
  const written = new Map<string, number>();
  return {
    note: (organization, id) => {
      noted.set(`${organization}/${id}`, { organization_id: organization, id, used_at: clock.now() });
    },
    flush: async () => {
      const now = clock.now().getTime();
      for (const [name, at] of written) if (now - at >= restMs || at > now) written.delete(name);
      const due = [...noted].filter(([name]) => !written.has(name)).slice(0, atOnce);
      if (due.length === 0) return;
      for (const [name] of due) noted.delete(name);
      // In one order on every node, so that none waits for another in a circle.
      const rows = due.map(([, row]) => row).sort((one, other) => (one.id < other.id ? -1 : 1));
      await writer
        .insertInto('platform_last_use')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['organization_id', 'id']).doUpdateSet({
            used_at: sql<Date>`greatest(platform_last_use.used_at, excluded.used_at)`,
          }),
        )
        .execute();
      for (const [name] of due) written.set(name, now);
    },
  };
}

/** When each of these was last used; what never was is not in the map. */
export async function selectLastUses(
  reader: Reader,
  organization: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await reader
    .selectFrom('platform_last_use')
    .select(['id', 'used_at'])
    .where('organization_id', '=', organization)
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row.used_at]));
}
