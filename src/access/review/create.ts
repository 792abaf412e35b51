import { createHash, randomBytes } from 'node:crypto';
import type { JsonValue } from '../../platform/canonical-json.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { insertReview } from '../store/reviews.ts';
import type { RecordedReview } from './recorded.ts';
import { factsOf, type Review, reviewOf } from './review.ts';

/**
 * Says that one has looked over who holds what, and what one found. Entry `access_review.create`, with a digest of the grants, how many are
 * unused and ended, and a commitment to the findings.
 * @param digest of the grants that were looked at; they must be those of now
 * @throws Problem `access_review.create.forbidden`, `access_review.create.changed` 409
 */
export async function createReview(
  parts: AccessParts,
  principal: Principal,
  { digest, findings }: { readonly digest: string; readonly findings: string },
): Promise<RecordedReview> {
  authorize(principal, 'access_review.create', theOrganization);
  const { organization } = principal;
  const review = await reviewOf(parts, organization);
  if (review.digest !== digest)
    throw new Problem({
      code: 'access_review.create.changed',
      status: 409,
      detail: 'Grants were given or taken since you looked. Look at them again, then attest.',
    });
  const salt = randomBytes(32);
  const recorded: RecordedReview = {
    id: newId('arv'),
    entry: newId('ent'),
    digest,
    grants: snapshotOf(review),
    findings,
    salt,
    by: principal.id,
    at: review.at,
  };
  return parts.ledger.record(async (tx) => {
    await insertReview(tx, organization, recorded);
    const count = (is: (one: Review['grants'][number]) => boolean) => review.grants.filter(is).length;
    return {
      entry: {
        id: recorded.entry,
        organization,
        action: 'access_review.create',
        actor: actorOf(principal),
        subject: { kind: 'access_review', id: recorded.id },
        data: {
          digest,
          grants: review.grants.length,
          unused: count(({ unused }) => unused),
          ended: count(({ ended }) => ended),
          findings: `sha256:${createHash('sha256').update(salt).update(findings).digest('hex')}`,
        },
      },
      value: recorded,
    };
  });
}

const snapshotOf = ({ grants }: Review): JsonValue =>
  grants.map(({ grant, lastUsed, unused, ended, held }) => ({
    ...factsOf(grant),
    lastUsed: lastUsed?.toISOString() ?? null,
    unused,
    ended,
    held,
  }));
