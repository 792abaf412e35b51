import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import type { Ledger } from '../ledger.ts';
import type { Attestation, SavedSearch } from '../store/explorer.ts';
import { listQuery } from './entry-query.ts';
import type { Permitted } from './guard.ts';

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\0]+$/, 'holds a NUL')
    .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
/** What may be saved: the words of a search, as they go on the wire. */
const savedQuery = z
  .strictObject({
    ...Object.fromEntries(
      ['action', 'subject', 'actor', 'kind', 'text', 'since', 'until'].map((name) => [
        name,
        line(200).optional(),
      ]),
    ),
  })
  .refine((query) => listQuery.safeParse(query).success, 'is not a query of entry.list');
const searchSchema = z.object({
  id: z.string(),
  name: z.string(),
  query: z.record(z.string(), z.unknown()),
  madeAt: z.string(),
});
const attestationSchema = z.object({
  id: z.string(),
  from: z.int().meta({ description: 'The first entry that was looked at.' }),
  treeSize: z.int().meta({ description: 'How long the log was: what was looked at ends before this.' }),
  rootHash: z.string().meta({ description: 'Base64. The root of the log at that size.' }),
  conclusion: z.enum(['nothing', 'findings']),
  findings: z.string(),
  by: z.string(),
  at: z.string(),
  entry: z.string(),
});

/** Searches that one saves for oneself. */
export function searchOperations<Principal>(
  ledger: Ledger,
  permitted: Permitted<Principal>,
  actor: (principal: Principal) => Actor,
): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'saved_search.list',
      method: 'get',
      path: '/api/v1/saved-searches',
      summary: 'One’s own saved searches of entries',
      description: 'Auditors and admins: whoever may list entries.',
      answer: { schema: z.object({ items: z.array(searchSchema), next: z.null() }) },
      handle: async ({ principal }) => {
        const organization = permitted(principal, 'saved_search.list');
        const searches = await ledger.explorer.searches(organization, actor(principal).id);
        return { items: searches.map(searchWire), next: null };
      },
    }),
    operation({
      id: 'saved_search.create',
      method: 'post',
      path: '/api/v1/saved-searches',
      summary: 'Save a search of entries for oneself',
      description: 'Auditors and admins. Leaves an entry, which says nothing of what is searched for.',
      body: z.strictObject({ name: line(100), query: savedQuery }),
      answer: { status: 201, schema: searchSchema },
      problems: ['saved_search.create.name_taken', 'saved_search.create.too_many'],
      handle: async ({ principal, body }) => {
        const organization: OrganizationId = permitted(principal, 'saved_search.create');
        const query = Object.fromEntries(
          Object.entries(body.query).flatMap(([name, value]) =>
            typeof value === 'string' ? [[name, value]] : [],
          ),
        );
        const asked = { name: body.name, query };
        return searchWire(await ledger.explorer.createSearch(organization, actor(principal), asked));
      },
    }),
    operation({
      id: 'saved_search.delete',
      method: 'delete',
      path: '/api/v1/saved-searches/{search}',
      summary: 'Delete one of one’s own saved searches',
      description: 'Auditors and admins. Leaves an entry.',
      params: z.strictObject({ search: z.string().max(100) }),
      handle: async ({ principal, params: { search } }) => {
        const organization = permitted(principal, 'saved_search.delete');
        await ledger.explorer.removeSearch(organization, actor(principal), search);
        return undefined;
      },
    }),
  ];
}

/** "Audit reviewed". */
export function attestationOperations<Principal>(
  ledger: Ledger,
  permitted: Permitted<Principal>,
  actor: (principal: Principal) => Actor,
): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'attestation.list',
      method: 'get',
      path: '/api/v1/attestations',
      summary: 'Who attested to have reviewed the ledger, up to where, and what they found',
      description: 'Auditors and admins. Newest first, at most 500.',
      answer: { schema: z.object({ items: z.array(attestationSchema), next: z.null() }) },
      handle: async ({ principal }) => {
        const organization = permitted(principal, 'attestation.list');
        return { items: (await ledger.explorer.attestations(organization)).map(attestationWire), next: null };
      },
    }),
    operation({
      id: 'attestation.create',
      method: 'post',
      path: '/api/v1/attestations',
      summary: 'Attest that one has reviewed the ledger',
      description:
        'Auditors and admins. `treeSize` is that of the head that you looked at; the entry binds its root. Leaves an entry with a commitment to the findings.',
      body: z.strictObject({
        from: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
        treeSize: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
        conclusion: z.enum(['nothing', 'findings']),
        findings: line(10_000),
      }),
      answer: { status: 201, schema: attestationSchema },
      problems: ['attestation.create.other_head'],
      handle: async ({ principal, body }) => {
        const organization = permitted(principal, 'attestation.create');
        return attestationWire(await ledger.explorer.attest(organization, actor(principal), body));
      },
    }),
  ];
}

const searchWire = ({ id, name, query, madeAt }: SavedSearch) => ({
  ...{ id, name, query: { ...query } },
  madeAt: madeAt.toISOString(),
});

const attestationWire = ({ rootHash, at, ...rest }: Attestation) => ({
  ...rest,
  rootHash: Buffer.from(rootHash).toString('base64'),
  at: at.toISOString(),
});
