import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { RetentionRule } from './keeping.ts';
import type { KeepingParts } from './parts.ts';
import { eraseContent, retired } from './store/content.ts';
import { lockKeeping } from './store/holds.ts';
import { listRetention, retentionOrganizations, setRetention } from './store/retention.ts';

const batch = 200;

/**
 * Says for how long content is kept: of a library, a class of data, both, or everything. `days` null takes the rule away.
 * @throws Problem 403, 404 for a library, 422 `retention.update.below_floor`
 */
export async function updateRetention(
  parts: KeepingParts,
  principal: Principal,
  asked: { readonly library: string | null; readonly dataClass: string | null; readonly days: number | null },
): Promise<readonly RetentionRule[]> {
  authorize(principal, 'retention.update', theOrganization);
  const { organization } = principal;
  const { days, dataClass } = asked;
  if (days !== null && days < parts.retentionFloorDays) throw belowFloor(parts.retentionFloorDays);
  const library = asked.library === null ? null : (await parts.libraries.find(principal, asked.library)).id;
  await parts.ledger.record(async (tx) => {
    await lockKeeping(tx, organization);
    const rule = { days, by: principal.id, at: parts.clock.now() };
    const before = await setRetention(tx, organization, { library, dataClass }, rule);
    return {
      value: undefined,
      entry: {
        organization,
        action: 'retention.update',
        actor: actorOf(principal),
        subject: { kind: 'organization', id: organization },
        data: { library, dataClass, days, before },
      },
    };
  });
  return listRetention(parts.reader, organization);
}

/**
 * Erases the content whose retention is over, batch by batch, each with its entry. Safe on several nodes and after a crash: what is erased
 * has no key any more and is not found again.
 * @returns how many executions lost their content now
 */
export async function eraseRetired(parts: KeepingParts): Promise<number> {
  let erased = 0;
  for (const organization of await retentionOrganizations(parts.reader))
    for (let found = batch; found === batch; ) {
      found = (await retired(parts.reader, organization, parts.clock.now(), parts.retentionFloorDays, batch))
        .length;
      if (found > 0) erased += await eraseBatch(parts, organization);
    }
  return erased;
}

async function eraseBatch(parts: KeepingParts, organization: OrganizationId): Promise<number> {
  return parts.ledger.record(async (tx) => {
    await lockKeeping(tx, organization);
    const now = parts.clock.now();
    // Under the lock, so that a hold and a rule that came meanwhile count.
    const ids = await retired(tx, organization, now, parts.retentionFloorDays, batch);
    const erased = await eraseContent(tx, organization, ids, now, null);
    return {
      value: erased.length,
      entry: {
        organization,
        action: 'retention.erase',
        actor: { kind: 'system', id: 'gateway' },
        subject: { kind: 'organization', id: organization },
        data: { executions: erased },
      },
    };
  });
}

function belowFloor(days: number): Problem {
  return new Problem({
    code: 'retention.update.below_floor',
    status: 422,
    detail: `Content is kept for at least ${days} days here; the operator set that floor (COUNTERSIGN_RETENTION_FLOOR_DAYS). Give ${days} days or more.`,
  });
}
