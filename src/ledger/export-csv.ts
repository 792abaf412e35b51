import { canonicalJson } from '../platform/canonical-json.ts';
import { cell } from '../platform/csv.ts';
import type { OrganizationId } from './entry.ts';
import { rangeOf } from './export-range.ts';
import type { ExportRange } from './ledger.ts';
import type { ReadParts } from './prove.ts';

const columns =
  'index,id,at,action,actor_kind,actor_id,on_behalf_of,subject_kind,subject_id,data,leaf_hash\r\n';

/**
 * Signed entries as RFC 4180 text with a header, in order. `leaf_hash` (base64) leads to the proof of the line: what a table holds is no
 * proof by itself. Reads 256 entries at a time and waits for its reader.
 */
export async function* exportCsv(
  parts: ReadParts,
  organization: OrganizationId,
  range: ExportRange,
): AsyncGenerator<string> {
  yield columns;
  for await (const leaves of rangeOf(parts, organization, range)) {
    let text = '';
    for (const { index, entry, leafHash } of leaves) {
      const { id, at, action, actor, subject, data } = entry;
      const hash = Buffer.from(leafHash).toString('base64');
      const who = [actor.kind, actor.id, actor.onBehalfOf ?? ''];
      const cells = [id, at, action, ...who, subject.kind, subject.id, canonicalJson({ ...data }), hash];
      text += `${index},${cells.map(cell).join()}\r\n`;
    }
    if (text !== '') yield text;
  }
}
