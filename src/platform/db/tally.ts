import { sql } from 'kysely';
import type { Reader, Tx, Writer } from './database.ts';

/*
 * Counting of attempts, over all nodes, in windows of time. It is bookkeeping and, with `last-use.ts`, the only writing beside the ledger's that
 * brings no entry: an attempt may be nobody's, and so in no organization's log. Entries are made of what is counted (`unreported`).
 */

interface TallyTable {
  key: Buffer;
  organization_id: string | null;
  subject_id: string | null;
  attempts: number;
  window_ends_at: Date;
  unreported: number;
  reported_at: Date | null;
}

declare module './tables.ts' {
  interface Tables {
    platform_tally: TallyTable;
  }
}

/** Whom an attempt is about, where that is somebody. */
export interface TallySubject {
  readonly organization: string;
  readonly id: string;
}

export interface Tally {
  /** Counts one attempt; its own commit, so that attempts at the same moment on any node count each other. */
  add(attempt: {
    readonly key: Buffer;
    readonly subject: TallySubject | undefined;
    readonly at: Date;
    readonly windowMs: number;
  }): Promise<{ readonly attempts: number; readonly endsAt: Date }>;
  /** The attempt came to nothing: an entry has to say so, where it is about somebody. */
  failed(key: Buffer): Promise<void>;
  /** Forgets what is over and needs no entry. */
  purge(before: Date): Promise<void>;
}

export function createTally(writer: Writer): Tally {
  return {
    add: async ({ key, subject, at, windowMs }) => {
      const endsAt = new Date(at.getTime() + windowMs);
      const over = sql<boolean>`platform_tally.window_ends_at <= ${at}`;
      const row = await writer
        .insertInto('platform_tally')
        .values({
          key,
          organization_id: subject?.organization ?? null,
          subject_id: subject?.id ?? null,
          attempts: 1,
          window_ends_at: endsAt,
          unreported: 0,
          reported_at: null,
        })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((row) => ({
            organization_id: row.ref('excluded.organization_id'),
            subject_id: row.ref('excluded.subject_id'),
            attempts: sql<number>`case when ${over} then 1 else platform_tally.attempts + 1 end`,
            window_ends_at: sql<Date>`case when ${over} then ${endsAt} else platform_tally.window_ends_at end`,
          })),
        )
        .returning(['attempts', 'window_ends_at'])
        .executeTakeFirstOrThrow();
      return { attempts: row.attempts, endsAt: row.window_ends_at };
    },
    failed: async (key) => {
      await writer
        .updateTable('platform_tally')
        .set((row) => ({ unreported: row('unreported', '+', 1) }))
        .where('key', '=', key)
        .execute();
    },
    purge: async (before) => {
      await writer
        .deleteFrom('platform_tally')
        .where('window_ends_at', '<', before)
        .where((where) => where.or([where('unreported', '=', 0), where('subject_id', 'is', null)]))
        .execute();
    },
  };
}

export interface Unreported {
  readonly key: Buffer;
  readonly subject: TallySubject;
  readonly count: number;
}

/** What has failed and is in no entry yet, of subjects that no entry since `since` is about. */
export async function selectUnreported(reader: Reader, since: Date, limit: number): Promise<Unreported[]> {
  const rows = await reader
    .selectFrom('platform_tally')
    .select(['key', 'organization_id', 'subject_id', 'unreported'])
    .where('unreported', '>', 0)
    .where('subject_id', 'is not', null)
    .where((where) => where.or([where('reported_at', 'is', null), where('reported_at', '<=', since)]))
    .orderBy('window_ends_at')
    .limit(limit)
    .execute();
  return rows.flatMap(({ key, organization_id: organization, subject_id: id, unreported: count }) =>
    organization === null || id === null ? [] : [{ key, subject: { organization, id }, count }],
  );
}

/** Takes failures that the entry of this transaction reports. @returns how many; 0 when another node reported them, or nothing is due */
export async function takeUnreported(tx: Tx, key: Buffer, since: Date, at: Date): Promise<number> {
  const row = await tx
    .selectFrom('platform_tally')
    .select(['unreported', 'reported_at'])
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || (row.reported_at !== null && row.reported_at > since)) return 0;
  await tx
    .updateTable('platform_tally')
    .set({ unreported: 0, reported_at: at })
    .where('key', '=', key)
    .execute();
  return row.unreported;
}

/** Forgets the attempts of somebody who got in. @returns how many failures no entry has reported yet */
export async function clearTally(tx: Tx, key: Buffer): Promise<number> {
  const row = await tx
    .deleteFrom('platform_tally')
    .where('key', '=', key)
    .returning('unreported')
    .executeTakeFirst();
  return row?.unreported ?? 0;
}
