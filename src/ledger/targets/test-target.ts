import type { Actor, OrganizationId } from '../entry.ts';
import { withIntents } from '../export-form.ts';
import { rangeOf } from '../export-range.ts';
import type { FormedEntry } from '../forms/form.ts';
import { type GovernParts, openTarget } from './parts.ts';
import { sendTo } from './send.ts';
import { credentialPlace, targetEntry } from './target.ts';

/**
 * Sends the newest signed entry once more, outside the order, and says what came of it. Entry `export_target.test`, before anything leaves.
 * @throws Problem 404
 */
export async function testTarget(
  parts: GovernParts,
  organization: OrganizationId,
  actor: Actor,
  id: string,
): Promise<{ error: string | null; entry: string | null }> {
  const target = await openTarget(parts, organization, id);
  const newest = await newestEntry(parts, organization);
  const about = newest === undefined ? {} : { entry: newest.entry.id };
  await parts.record(async () => ({
    value: undefined,
    entry: targetEntry(target, 'export_target.test', about, actor),
  }));
  const { wrapped } = target;
  const place = credentialPlace(organization, target.id);
  const credential =
    wrapped === null ? undefined : Buffer.from(parts.vault.unwrap(wrapped, place)).toString();
  const sent = await sendTo(parts, target, credential, newest === undefined ? [] : [newest], {
    evenEmpty: true,
  });
  return { error: sent.error ?? sent.warning ?? null, entry: newest?.entry.id ?? null };
}

async function newestEntry(
  parts: GovernParts,
  organization: OrganizationId,
): Promise<FormedEntry | undefined> {
  const head = await parts.store.readHead(parts.reader, organization);
  const to = head?.treeSize ?? 0;
  const range = { from: Math.max(0, to - 1), to, since: undefined, until: undefined };
  for await (const entries of rangeOf(parts, organization, range))
    return (await withIntents(parts, organization, entries)).at(-1);
  return undefined;
}
