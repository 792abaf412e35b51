import type { EntryDraft } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { actorOf, type Principal } from '../principal.ts';

/** The entry of an act of administration. */
export function acted(
  principal: Principal,
  action: string,
  subject: { readonly kind: string; readonly id: string },
  data: JsonObject = {},
): EntryDraft {
  return { organization: principal.organization, action, actor: actorOf(principal), subject, data };
}
