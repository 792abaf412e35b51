import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import type { EntryId, OrganizationId } from '../entry.ts';
import type { EntryFilter, Ledger, PlacedEntry } from '../ledger.ts';

/** What of the ledger a principal may do: names of `access`, which lies to the right and hands its judgment in. */
export type LedgerAction = 'ledger.head' | 'entry.list' | 'entry.read';

export interface LedgerGuard<Principal> {
  organization(principal: Principal): OrganizationId;
  /** Throws a `Problem` when the principal may not. */
  permit(principal: Principal, action: LedgerAction): void;
}

const entryIdSchema = z.custom<EntryId>(
  (value) => typeof value === 'string' && isId('ent', value),
  'must be an id of an entry, ent_…',
);
const params = z.object({ entry: z.string() });

const actorSchema = z.object({
  kind: z.enum(['person', 'app', 'system']),
  id: z.string(),
  credential: z.object({ kind: z.enum(['session', 'key', 'setup']), id: z.string() }).optional(),
  onBehalfOf: z.string().optional(),
});

const entrySchema = z
  .object({
    index: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Place in the log; null while it waits for its checkpoint.' }),
    id: z.string(),
    at: z.string().meta({ description: 'RFC 3339, UTC. Data, not order: the index orders.' }),
    action: z.string(),
    actor: actorSchema,
    subject: z.object({ kind: z.string(), id: z.string() }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ description: 'One fact in the log.' });

const headSchema = z.object({
  origin: z.string(),
  treeSize: z.number().int(),
  rootHash: z.string().meta({ description: 'Base64.' }),
  checkpoint: z.string().meta({ description: 'C2SP signed note.' }),
  key: z.string().meta({ description: 'C2SP verifier key.' }),
  pendingAgeMs: z
    .number()
    .meta({ description: 'Age of the oldest leaf that no checkpoint covers yet; 0 when there is none.' }),
});

const bundleSchema = z.object({
  format: z.literal('countersign.proof/1'),
  origin: z.string(),
  key: z.string(),
  checkpoint: z.string(),
  entries: z.array(z.object({ index: z.number().int(), leaf: z.string(), proof: z.array(z.string()) })),
});

const listQuery = z.strictObject({
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  actor: z.string().max(200).optional(),
  cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The ledger's operations for principals of any type; the composition root hands in who may. */
export function ledgerOperations<Principal>(
  ledger: Ledger,
  guard: LedgerGuard<Principal>,
): Operation<Principal>[] {
  const permitted = (principal: Principal, action: LedgerAction): OrganizationId => {
    guard.permit(principal, action);
    return guard.organization(principal);
  };
  return [...listOperations(ledger, permitted), ...entryOperations(ledger, permitted)];
}

/** Gives the principal's organization, or throws a `Problem`. */
type Permitted<Principal> = (principal: Principal, action: LedgerAction) => OrganizationId;

function listOperations<Principal>(ledger: Ledger, permitted: Permitted<Principal>): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'ledger.head',
      method: 'get',
      path: '/api/v1/ledger/head',
      summary: 'The newest signed head of your organization’s log.',
      description:
        'For everybody of the organization. Keep the checkpoint: it later shows whether the log was cut or rewritten.',
      query: z.strictObject({}),
      answer: { schema: headSchema },
      handle: async ({ principal }) => {
        const head = await ledger.head(permitted(principal, 'ledger.head'));
        if (head === undefined) throw notFound();
        return { ...head, rootHash: base64(head.rootHash), pendingAgeMs: await ledger.pendingAgeMs() };
      },
    }),
    operation({
      id: 'entry.list',
      method: 'get',
      path: '/api/v1/entries',
      summary: 'Entries of the log, newest first.',
      description:
        'For auditors and admins. `subject` and `actor` are ids. What was recorded within the last second may still be missing.',
      query: listQuery,
      answer: { schema: z.object({ items: z.array(entrySchema), next: z.string().nullable() }) },
      handle: async ({ principal, query }) => {
        const organization = permitted(principal, 'entry.list');
        const found = await ledger.list(organization, filterOf(query));
        const last = found.length === query.limit ? found.at(-1)?.index : undefined;
        return { items: found.map(wireEntry), next: last === undefined || last === 0 ? null : String(last) };
      },
    }),
  ];
}

function entryOperations<Principal>(ledger: Ledger, permitted: Permitted<Principal>): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'entry.read',
      method: 'get',
      path: '/api/v1/entries/{entry}',
      summary: 'One entry.',
      description: 'For auditors and admins.',
      params,
      query: z.strictObject({}),
      answer: { schema: entrySchema },
      handle: async ({ principal, params: { entry } }) => {
        const organization = permitted(principal, 'entry.read');
        const id = entryIdSchema.safeParse(entry);
        const found = id.success ? await ledger.read(organization, id.data) : undefined;
        if (found === undefined) throw notFound();
        return wireEntry(found);
      },
    }),
    operation({
      id: 'entry.prove',
      method: 'get',
      path: '/api/v1/entries/{entry}/proof',
      summary: 'A file that proves one entry offline.',
      description:
        'For auditors and admins. The format is countersign.proof/1. Waits up to 5 s for the checkpoint.',
      params,
      query: z.strictObject({}),
      answer: { schema: bundleSchema },
      problems: ['entry.not_signed_yet'],
      handle: async ({ principal, params: { entry } }) => {
        const organization = permitted(principal, 'entry.read');
        const id = entryIdSchema.safeParse(entry);
        if (!id.success) throw notFound();
        const bundle = await ledger.prove(organization, [id.data]);
        return {
          ...bundle,
          entries: bundle.entries.map((proven) => ({ ...proven, proof: [...proven.proof] })),
        };
      },
    }),
  ];
}

function filterOf(query: z.output<typeof listQuery>): EntryFilter {
  return {
    limit: query.limit,
    ...(query.action === undefined ? {} : { action: query.action }),
    ...(query.subject === undefined ? {} : { subjectId: query.subject }),
    ...(query.actor === undefined ? {} : { actorId: query.actor }),
    ...(query.cursor === undefined ? {} : { beforeIndex: query.cursor }),
  };
}

function wireEntry({
  index = null,
  entry,
}: Omit<PlacedEntry, 'index'> & { readonly index?: number | null | undefined }) {
  const { id, at, action, actor, subject, data } = entry;
  return { index, id, at, action, actor, subject, data: { ...data } };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
