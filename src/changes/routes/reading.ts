import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { proofBundleSchema } from '../../ledger/index.ts';
import { textComparisonSchema } from '../../libraries/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { changeStates } from '../change.ts';
import { compareInChange } from '../compare.ts';
import type { ChangesParts } from '../dossier.ts';
import { listWaiting } from '../inbox.ts';
import { listChangesFor } from '../list.ts';
import { listDecisionsFor } from '../list-decisions.ts';
import { proveVersion } from '../prove-version.ts';
import { readChangePage } from '../read.ts';
import { changePageSchema, changeSchema, decisionSchema, versionStepSchema } from '../wire.ts';
import { name, oid, params, path } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** Reading changes. */
export function readingOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  return [
    operation({
      id: 'change.list',
      method: 'get',
      path: '/api/v1/changes',
      summary: 'List changes, newest-updated first',
      description:
        'Everybody, for the libraries they may see. `waiting=me` keeps those whose next step is the caller’s, the riskiest first, then the longest waiting, with their `total`; `by=me` those that the caller opened.',
      query: z.strictObject({
        state: z.enum(changeStates).optional(),
        library: name.optional(),
        waiting: z.literal('me').optional(),
        by: z.literal('me').optional(),
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: {
        schema: z.object({
          items: z.array(changeSchema),
          next: z.string().nullable(),
          total: z.number().int().nullable().meta({ description: 'How many; only with `waiting=me`' }),
        }),
      },
      handle: async ({ principal, query: { waiting, by, state, library, cursor, limit } }) => {
        const asked = { state, library, mine: by === 'me', cursor, limit };
        return waiting === 'me'
          ? listWaiting(parts, principal, asked)
          : { ...(await listChangesFor(parts, principal, asked)), total: null };
      },
    }),
    operation({
      id: 'change.read',
      method: 'get',
      path,
      summary: 'Read a change: what it changes, what is decided, what is missing',
      description: 'Everybody who may see the library. `digest` and `shown` go back with an approval.',
      params,
      answer: { schema: changePageSchema },
      handle: ({ principal, params: { change } }) => page(principal, change),
    }),
    operation({
      id: 'change.compare',
      method: 'get',
      path: `${path}/compare`,
      summary: 'What a change does to one asset',
      description:
        'By line and word, front matter by key, messages by section, and what the eye would miss. `since` an earlier revision: only what came after it. Everybody who may read the change.',
      params,
      query: z.strictObject({ path: z.string().min(1).max(1_024), since: oid.optional() }),
      answer: { schema: textComparisonSchema },
      problems: ['change.compare.unknown_path', 'change.compare.unknown_revision'],
      handle: ({ principal, params: { change }, query: { path, since } }) =>
        compareInChange(parts, principal, change, { path, since }),
    }),
    operation({
      id: 'decision.list',
      method: 'get',
      path: '/api/v1/libraries/{library}/decisions',
      summary:
        'List decisions: who decided what about a library’s changes, under which requirement, and whether it counts',
      description:
        'Of the newest-updated change first. `path` keeps those about changes that touch an asset. `limit` is how many changes are looked at: a page may hold no decision and still have a next one. Everybody who may see the library.',
      params: z.strictObject({ library: name }),
      query: z.strictObject({
        path: z.string().min(1).max(1_024).optional(),
        change: z.string().max(100).optional(),
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      answer: { schema: z.object({ items: z.array(decisionSchema), next: z.string().nullable() }) },
      handle: ({ principal, params: { library }, query: { path: asset, change, cursor, limit } }) =>
        listDecisionsFor(parts, principal, library, { path: asset, change, cursor, limit }),
    }),
    operation({
      id: 'version.prove',
      method: 'get',
      path: '/api/v1/libraries/{library}/version-proof',
      summary: 'Prove how a published version came to be, to be verified offline',
      description:
        'Written by, reviewed by, approved by, published by, each with its time and entry; `proof` is a bundle of these entries. Everybody who may see the library. Waits until they are under a signed checkpoint (about a second).',
      params: z.strictObject({ library: name }),
      query: z.strictObject({
        path: z.string().min(1).max(1_024),
        number: z.coerce.number().int().min(1).max(1_000_000_000),
      }),
      answer: { schema: z.object({ story: z.array(versionStepSchema), proof: proofBundleSchema }) },
      handle: ({ principal, params: { library }, query }) => proveVersion(parts, principal, library, query),
    }),
  ];
}
