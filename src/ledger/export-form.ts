import { isId } from '../platform/id.ts';
import { type Entry, type EntryId, entryOf, type OrganizationId } from './entry.ts';
import { rangeOf, type SignedEntry } from './export-range.ts';
import { intentOf } from './forms/execution-facts.ts';
import type { Form, FormedEntry } from './forms/form.ts';
import { formLines } from './forms/write.ts';
import type { ExportRange } from './ledger.ts';
import type { ReadParts } from './prove.ts';

/** Signed entries of a range as lines of a form, in the order of the log. Reads 256 at a time and waits for its reader. */
export async function* exportForm(
  parts: ReadParts,
  organization: OrganizationId,
  form: Form,
  range: ExportRange,
): AsyncGenerator<string> {
  for await (const entries of rangeOf(parts, organization, range)) {
    const text = formLines(form, await withIntents(parts, organization, entries)).join('');
    if (text !== '') yield text;
  }
}

/** Outcomes say which model ran only through the entry of their intent: one question for all of them. */
export async function withIntents(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  entries: readonly SignedEntry[],
): Promise<FormedEntry[]> {
  const known = new Map<string, Entry>(entries.map(({ entry }) => [entry.id, entry]));
  const asked = entries
    .map(intentOf)
    .filter((id): id is EntryId => isId('ent', id ?? '') && !known.has(id ?? ''));
  for (const { id, leaf } of await store.readLeaves(reader, organization, [...new Set(asked)]))
    known.set(id, entryOf(leaf));
  return entries.map((formed) => ({ ...formed, intent: known.get(intentOf(formed) ?? '') }));
}
