import { Problem } from '../platform/problem.ts';
import type { Action } from './action.ts';
import type { Principal } from './principal.ts';

export const latelyMinutes = 15;

/**
 * For what an unattended browser, a stolen cookie or a key must not do: a person has to have proved who they are within 15 minutes.
 * @throws Problem `<action>.session_needed` for keys, `<action>.step_up_needed` 403
 */
export function lately({ credential, authenticatedAt }: Principal, action: Action, at: Date): void {
  if (credential.kind !== 'session' || authenticatedAt === null)
    throw new Problem({
      code: `${action}.session_needed`,
      status: 403,
      detail: 'A person does this, signed in, and no key. Open Countersign in a browser and do it there.',
    });
  if (at.getTime() - authenticatedAt.getTime() <= latelyMinutes * 60_000) return;
  throw new Problem({
    code: `${action}.step_up_needed`,
    status: 403,
    detail: 'This needs you to have proved who you are within the last 15 minutes. Do it now, and go on.',
  });
}
