import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import { libraryNames } from '../library-names.ts';
import { granteesOf, namesOf } from '../names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { PersonRef } from '../person.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { createReview } from '../review/create.ts';
import type { RecordedReview } from '../review/recorded.ts';
import { reviewAccess } from '../review/review.ts';
import { selectReview, selectReviews } from '../store/reviews.ts';
import { grantShape, shapeOf, whoIsNamed } from './grant-wire.ts';
import { cursorOf, cut, idOf, pageOf, pageQuery, personRef } from './wire.ts';

const operation = operationsOf<Principal>('access');

const reviewedShape = grantShape.extend({
  lastUsed: z.string().nullable().meta({
    description:
      'When a holder last did what the role permits, as the log tells; of roles that only read, anything.',
  }),
  unused: z.boolean().meta({ description: 'Given at least 90 days ago, and not used for 90 days.' }),
  held: z.boolean().meta({ description: 'False when nobody acts under it any more.' }),
});
const recordedShape = z.object({
  id: z.string(),
  entry: z.string(),
  digest: z.string(),
  grants: z.number().int(),
  findings: z.string(),
  by: personRef,
  at: z.string(),
});

function wireOf(people: ReadonlyMap<string, PersonRef>, recorded: RecordedReview) {
  const { id, entry, digest, grants, findings, by, at } = recorded;
  return {
    ...{ id, entry, digest, findings },
    grants: Array.isArray(grants) ? grants.length : 0,
    by: people.get(by) ?? { id: by, kind: 'person' as const, displayName: by },
    at: at.toISOString(),
  };
}

export function reviewOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const { reader } = parts;
  const review = operation({
    id: 'access_review.preview',
    method: 'get',
    path: '/api/v1/access/review',
    summary: 'Who holds what, when they last used it, and what is unused for 90 days.',
    description:
      'For admins and auditors. Every grant, oldest first; `digest` is over all of them, and a review names it. Leaves no entry.',
    answer: {
      schema: z.object({ at: z.string(), digest: z.string(), items: z.array(reviewedShape) }),
    },
    problems: ['access_review.preview.forbidden'],
    handle: async ({ principal }) => {
      const { at, digest, grants } = await reviewAccess(parts, principal);
      const named = whoIsNamed(grants.map(({ grant }) => grant));
      const people = await granteesOf(reader, principal.organization, named);
      const names = libraryNames(libraries, principal);
      const items = [];
      for (const { grant, lastUsed, unused, held } of grants) {
        const scope = await names.scopeOf(grant.scope);
        if (scope === undefined) continue;
        const shape = shapeOf(people, grant, scope, at);
        items.push({ ...shape, lastUsed: lastUsed?.toISOString() ?? null, unused, held });
      }
      return { at: at.toISOString(), digest, items };
    },
  });
  return [review, ...recordOperations(parts)];
}

function recordOperations(parts: AccessParts): readonly Operation<Principal>[] {
  const { reader } = parts;
  const shown = async ({ organization }: Principal, recordeds: readonly RecordedReview[]) => {
    const people = await namesOf(
      reader,
      organization,
      recordeds.map(({ by }) => by),
    );
    return recordeds.map((one) => wireOf(people, one));
  };
  const create = operation({
    id: 'access_review.create',
    method: 'post',
    path: '/api/v1/access-reviews',
    summary: 'Says that one has looked over who holds what, and what one found.',
    description:
      'For admins. `digest` is that of the review that was looked at: when grants changed since, it is refused. Entry `access_review.create`, with the digest and a commitment to the findings.',
    body: z.strictObject({
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      findings: z.string().trim().min(1).max(10_000),
    }),
    answer: { status: 201, schema: recordedShape },
    problems: ['access_review.create.forbidden', 'access_review.create.changed'],
    handle: async ({ principal, body }) => {
      const made = await createReview(parts, principal, body);
      return wireOf(await namesOf(reader, principal.organization, [made.by]), made);
    },
  });
  const list = operation({
    id: 'access_review.list',
    method: 'get',
    path: '/api/v1/access-reviews',
    summary: 'Who looked over who holds what, when, and what they found, newest first.',
    description: 'For admins and auditors.',
    query: pageQuery,
    answer: { schema: pageOf(recordedShape) },
    problems: ['access_review.list.forbidden'],
    handle: async ({ principal, query }) => {
      authorize(principal, 'access_review.list', theOrganization);
      const page = { before: cursorOf('arv', query.cursor), limit: query.limit + 1 };
      const found = await selectReviews(reader, principal.organization, page);
      const { shown: rows, next } = cut(found, query.limit);
      return { items: await shown(principal, rows), next };
    },
  });
  const read = operation({
    id: 'access_review.read',
    method: 'get',
    path: '/api/v1/access-reviews/{review}',
    summary: 'One review whole: every grant as it was, and what opens the entry’s commitments.',
    description:
      'For admins and auditors; for keeping. The digest is SHA-256 over the canonical JSON of id, principal, role, scope and endsAt of `reviewed`; the entry’s `findings` is SHA-256 over `salt` and the findings (docs/formats.md).',
    params: z.object({ review: z.string() }),
    answer: { schema: recordedShape.extend({ salt: z.string(), reviewed: z.unknown() }) },
    problems: ['access_review.read.forbidden'],
    handle: async ({ principal, params }) => {
      authorize(principal, 'access_review.read', theOrganization);
      const id = idOf('arv', params.review);
      const found = await selectReview(reader, principal.organization, id);
      if (found === undefined) throw notFound();
      const people = await namesOf(reader, principal.organization, [found.by]);
      const salt = Buffer.from(found.salt).toString('base64url');
      return { ...wireOf(people, found), salt, reviewed: found.grants };
    },
  });
  return [create, list, read];
}
