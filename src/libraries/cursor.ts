import { z } from 'zod';
import { Problem } from '../platform/problem.ts';
import { isStorableText } from '../platform/untrusted-json.ts';

/** Where a list goes on: the sort key of the last item, opaque to clients. */
export function writeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws Problem `request.bad_cursor` 400 for what `writeCursor` did not write for such a list */
export function readCursor<Schema extends z.ZodType>(cursor: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: 'request.bad_cursor',
    status: 400,
    detail:
      'The cursor is not one of this list. Send "next" of the page before exactly as it came, or none to start over.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list's page of a size that the caller chose. */
export interface PageInput {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Cuts a page from rows that were read with one more than the limit. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number | null)[],
): { rows: readonly Row[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null };
}

/** The key of lists that are sorted by one text, such as a name. */
export const textKey = z.tuple([z.string().max(2_000).refine(isStorableText)]);

export function afterText(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : readCursor(cursor, textKey)[0];
}
