import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { act, refuseApps, underLock } from '../act.ts';
import { commitTo } from '../commitment.ts';
import { type ChangesParts, openDossier } from '../dossier.ts';
import { isFreeToReview } from './break-glass.ts';
import { goBack, keep } from './go-back.ts';
import { assetsOf, clearEmergencies, ended, lockBreakGlass, reviewed } from './store.ts';

export interface BreakGlassReview {
  readonly verdict: 'uphold' | 'undo';
  /** Over the exact content that was read. */
  readonly digest: string;
  readonly comment: string;
}

/**
 * The mandatory review of an emergency, by an approver who neither broke the glass nor wrote a part of it. Before the expiry, `uphold`
 * keeps what is live and `undo` puts back what was; after it, the verdict is what remains to be said.
 * @throws Problem `break_glass.review.none` 409, `break_glass.review.reviewed_already` 409, `break_glass.review.stale_revision` 409,
 *   `break_glass.review.own_contribution` 403, `break_glass.review.humans_only` 403
 */
export async function reviewBreakGlass(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  { verdict, digest, comment }: BreakGlassReview,
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'break_glass.review', async (tx, locked, entry, at) => {
    refuseApps(principal, 'break_glass.review');
    const broken = await lockBreakGlass(tx, locked.organization, locked.id, 'wait');
    if (broken === undefined) throw none();
    if (broken.review !== null) throw await reviewedAlready(parts, broken.organization, broken.review);
    const { facts, library } = await underLock(parts, dossier, locked, tx);
    if (!isFreeToReview(principal.human, broken.human, facts)) throw ownContribution();
    if (digest !== broken.digest) throw stale();
    const said = commitTo(comment);
    const review = { verdict, by: principal.id, human: principal.human, at, comment, entry };
    // Commit point: verdict, environment and entry become durable together.
    await reviewed(tx, broken, { ...review, salt: said.salt });
    const going = { by: principal.id, at, entry, reason: comment };
    const isOver = broken.endedAt !== null || broken.expiresAt <= at;
    const moved =
      verdict === 'uphold' && !isOver
        ? await keep(parts, tx, library, broken, going)
        : broken.endedAt === null
          ? await goBack(parts, tx, library, broken, going)
          : 0;
    if (broken.endedAt === null && (verdict === 'undo' || isOver)) await ended(tx, broken, { at, entry });
    if (verdict === 'uphold') {
      const bytes = (await assetsOf(tx, broken)).flatMap((asset) =>
        asset.digest === null ? [] : [{ digest: asset.digest }],
      );
      await clearEmergencies(tx, library, bytes, at);
    }
    return {
      value: undefined,
      data: {
        breakGlass: broken.id,
        verdict,
        digest,
        human: principal.human,
        moved,
        comment: said.commitment,
      },
      detail:
        verdict === 'uphold'
          ? 'upheld what was published by break-glass'
          : 'undid what was published by break-glass',
    };
  });
}

function none(): Problem {
  return new Problem({
    code: 'break_glass.review.none',
    status: 409,
    detail: 'This change was not published by break-glass, so there is nothing of that to review.',
  });
}

async function reviewedAlready(
  parts: ChangesParts,
  organization: Parameters<ChangesParts['people']['names']>[0],
  { by, at, entry }: { readonly by: string; readonly at: Date; readonly entry: string },
): Promise<Problem> {
  const name = (await parts.people.names(organization, [by])).get(by)?.displayName ?? by;
  return new Problem({
    code: 'break_glass.review.reviewed_already',
    status: 409,
    detail: `${name} reviewed this on ${at.toISOString()} (${entry}). Nothing needs to be done.`,
    more: { by, at: at.toISOString(), entry },
  });
}

function ownContribution(): Problem {
  return new Problem({
    code: 'break_glass.review.own_contribution',
    status: 403,
    detail:
      'You broke the glass or wrote part of this change, so you cannot review it. Another approver has to.',
  });
}

function stale(): Problem {
  return new Problem({
    code: 'break_glass.review.stale_revision',
    status: 409,
    detail:
      'This is not the content that was published by break-glass. Read the change again and review what it holds.',
  });
}
