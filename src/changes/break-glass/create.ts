import type { Principal } from '../../access/index.ts';
import type { Oid } from '../../libraries/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { refuseApps } from '../act.ts';
import { commitTo } from '../commitment.ts';
import type { ChangesParts } from '../dossier.ts';
import { publishChange } from '../publish.ts';
import { expiryFault } from './break-glass.ts';
import { refuseUnfit } from './fitness.ts';
import { brokeBefore, insertBreakGlass } from './store.ts';

export interface BreakGlassInput {
  readonly revision: Oid;
  readonly digest: string;
  readonly reason: string;
  /** At most 8 hours from now. */
  readonly expiresAt: Date;
}

/**
 * Publishes without approval, for a few hours: by the one publish path, with another guard. From the expiry on the gateway refuses what
 * it brought, also when the loop that moves the environment back is late; an approver's `uphold` before then keeps it.
 * @throws Problem `break_glass.create.bad_expiry` 422, `break_glass.create.approved` 409, `break_glass.create.unfit` 409,
 *   `break_glass.create.governing` 409, `break_glass.create.again` 409, `break_glass.create.stale_revision` 409,
 *   `break_glass.create.humans_only` 403; those of `publishChange`
 */
export async function breakGlass(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  { revision, digest, reason, expiresAt }: BreakGlassInput,
): Promise<void> {
  await publishChange(
    parts,
    principal,
    id,
    { revision, digest },
    {
      action: 'break_glass.create',
      check: (now) => {
        refuseApps(principal, 'break_glass.create');
        const fault = expiryFault(expiresAt, parts.clock.now());
        if (fault !== null)
          throw new Problem({ code: 'break_glass.create.bad_expiry', status: 422, detail: fault });
        refuseUnfit(now);
      },
      also: async (tx, now, { versions, entry, at }) => {
        const { change, library, comparison } = now;
        if (await brokeBefore(tx, library, change.environment, comparison.digest)) throw again();
        const said = commitTo(reason);
        const numbers = new Map(versions.map((version) => [version.path, version.number]));
        const assets = comparison.assets.map(({ path, head }) => ({
          path,
          number: numbers.get(path) ?? null,
          digest: head?.digest ?? null,
        }));
        const made = {
          organization: change.organization,
          id: newId('brk'),
          change: change.id,
          library: library.id,
          environment: change.environment,
          digest: comparison.digest,
          reason,
          by: principal.id,
          human: principal.human,
          at,
          expiresAt,
          entry,
          review: null,
          endedAt: null,
        };
        await insertBreakGlass(tx, made, assets, said.salt);
        return {
          breakGlass: made.id,
          human: principal.human,
          expiresAt: expiresAt.toISOString(),
          reason: said.commitment,
          missing: now.standing.missing.length,
        };
      },
    },
  );
}

function again(): Problem {
  return new Problem({
    code: 'break_glass.create.again',
    status: 409,
    detail:
      'Exactly this content went live by break-glass before and was not upheld. Have it approved: time is not lengthened by breaking the glass again.',
  });
}
