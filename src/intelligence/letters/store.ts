import type { ColumnType } from 'kysely';
import type { PersonId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Letter, LetterId } from './letter.ts';

interface LetterRow {
  organization_id: OrganizationId;
  id: LetterId;
  person_id: PersonId;
  credential: ColumnType<Principal['credential'], string, never>;
  every: Letter['every'];
  next_at: Date;
  last_at: Date | null;
  created_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_letter: LetterRow;
  }
}

type Read = Omit<LetterRow, 'credential'> & { credential: Principal['credential'] };
const letterOf = (row: Read): Letter => ({
  organization: row.organization_id,
  id: row.id,
  person: row.person_id,
  credential: row.credential,
  every: row.every,
  nextAt: row.next_at,
  lastAt: row.last_at,
  createdAt: row.created_at,
});

export async function selectLetters(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<Letter[]> {
  const rows = await reader
    .selectFrom('intelligence_letter')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .orderBy('every')
    .selectAll()
    .execute();
  return rows.map(letterOf);
}

/** Of every organization: what sends them works for all. */
export async function selectDueLetters(reader: Reader, now: Date): Promise<Letter[]> {
  const rows = await reader
    .selectFrom('intelligence_letter')
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .limit(100)
    .selectAll()
    .execute();
  return rows.map(letterOf);
}

/** Locks a letter that is due still; undefined when another node has it, or it has been sent or ended meanwhile. */
export async function claimLetter(tx: Tx, { organization, id, nextAt }: Letter): Promise<boolean> {
  const row = await tx
    .selectFrom('intelligence_letter')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('next_at', '=', nextAt)
    .select('id')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns false when the person gets it that often already */
export async function insertLetter(tx: Tx, letter: Letter): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intelligence_letter')
    .values({
      organization_id: letter.organization,
      id: letter.id,
      person_id: letter.person,
      credential: JSON.stringify(letter.credential),
      every: letter.every,
      next_at: letter.nextAt,
      last_at: letter.lastAt,
      created_at: letter.createdAt,
    })
    .onConflict((on) => on.columns(['organization_id', 'person_id', 'every']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function moveLetter(tx: Tx, letter: Letter, nextAt: Date, lastAt: Date | null): Promise<void> {
  await tx
    .updateTable('intelligence_letter')
    .set({ next_at: nextAt, last_at: lastAt })
    .where('organization_id', '=', letter.organization)
    .where('id', '=', letter.id)
    .execute();
}

/** @returns false when there is none of that person */
export async function deleteLetter(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('intelligence_letter')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where((on) => on.eb(on.cast('id', 'text'), '=', id))
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
