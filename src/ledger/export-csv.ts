import { canonicalJson } from '../platform/canonical-json.ts';
import { notFound } from '../platform/problem.ts';
import { entryOf, type OrganizationId } from './entry.ts';
import type { ExportRange } from './ledger.ts';
import { tileWidth } from './merkle.ts';
import { type ReadParts, readHead } from './prove.ts';

const columns =
  'index,id,at,action,actor_kind,actor_id,on_behalf_of,subject_kind,subject_id,data,leaf_hash\r\n';

/**
 * Signed entries as RFC 4180 text with a header, in order. `leaf_hash` (base64) leads to the proof of the line: what a table holds is no
 * proof by itself. Reads 256 entries at a time and waits for its reader.
 */
export async function* exportCsv(
  parts: ReadParts,
  organization: OrganizationId,
  { from, to, since, until }: ExportRange,
): AsyncGenerator<string> {
  const head = await readHead(parts, organization);
  if (head === undefined) throw notFound();
  yield columns;
  const end = Math.min(head.treeSize, to ?? head.treeSize);
  for (let start = from; start < end; start += tileWidth) {
    const stop = Math.min(start + tileWidth, end);
    const leaves = await parts.store.readRange(parts.reader, organization, start, stop);
    let text = '';
    for (const { index, leaf, leafHash } of leaves) {
      const { id, at, action, actor, subject, data } = entryOf(leaf);
      const instant = Date.parse(at);
      if (since !== undefined && instant < since.getTime()) continue;
      if (until !== undefined && instant >= until.getTime()) continue;
      const hash = Buffer.from(leafHash).toString('base64');
      const who = [actor.kind, actor.id, actor.onBehalfOf ?? ''];
      const cells = [id, at, action, ...who, subject.kind, subject.id, canonicalJson({ ...data }), hash];
      text += `${index},${cells.map(cell).join()}\r\n`;
    }
    if (text !== '') yield text;
  }
}

/** Quoted, and never a formula for the spreadsheet that opens it (OWASP, "CSV Injection"). */
export function cell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${inert.replaceAll('"', '""')}"`;
}
