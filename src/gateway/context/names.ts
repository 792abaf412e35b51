import { createHash } from 'node:crypto';
import type { Principal } from '../../access/index.ts';

/** A conversation by its caller's name for it: the same name of somebody else is another one. Says nothing of the name. */
export function conversationNamed(
  { organization, id }: Pick<Principal, 'organization' | 'id'>,
  name: string,
): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([organization, id, name]))
    .digest('hex');
  return `cnv_${digest.slice(0, 26)}`;
}

/** A conversation that its caller gives no name is called after the execution that began it. */
export const conversationOf = (first: string): string => `cnv_${first.slice('exe_'.length)}`;

/** The inverse: the execution that began it, if it has no name. */
export const firstOf = (conversation: string): string => `exe_${conversation.slice('cnv_'.length)}`;
