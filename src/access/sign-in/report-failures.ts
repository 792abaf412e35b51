import type { OrganizationId } from '../../ledger/index.ts';
import { selectUnreported, takeUnreported, type Unreported } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import type { AccessParts } from '../parts.ts';
import type { SignInParts } from './parts.ts';

const minuteMs = 60_000;
const atOnce = 100;

/**
 * Makes entries `session.fail` of attempts that failed: at most one a minute for each account, with their number. Apart from the attempts
 * themselves, so that a failure takes as long for somebody as for nobody. Safe on several nodes at once and after a crash: what is not
 * in an entry is still counted.
 * @returns how many entries it made
 */
export async function reportFailures(parts: SignInParts): Promise<number> {
  const at = parts.clock.now();
  const since = new Date(at.getTime() - minuteMs);
  let made = 0;
  for (const one of await selectUnreported(parts.reader, since, atOnce))
    if (await report(parts, one, since, at)) made += 1;
  await parts.tally.purge(new Date(at.getTime() - 60 * minuteMs));
  return made;
}

async function report(parts: AccessParts, one: Unreported, since: Date, at: Date): Promise<boolean> {
  const { organization, id } = one.subject;
  invariant(isId('org', organization), 'attempts are about people of an organization');
  try {
    await parts.ledger.record(async (tx) => {
      const count = await takeUnreported(tx, one.key, since, at);
      if (count === 0) throw new NothingDue();
      return { entry: failure(organization, id, count), value: undefined };
    });
    return true;
  } catch (error) {
    if (error instanceof NothingDue) return false;
    throw error;
  }
}

/** Another node reported them first. */
class NothingDue extends Error {}

const failure = (organization: OrganizationId, person: string, count: number) => ({
  organization,
  action: 'session.fail',
  actor: { kind: 'system', id: 'sign_in' } as const,
  subject: { kind: 'person', id: person },
  data: { count },
});
