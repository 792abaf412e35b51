import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import type { OrganizationId } from '../entry.ts';
import type { Ledger, PlacedEntry } from '../ledger.ts';
import type { Rollback } from '../rollback/rollback.ts';
import { filterOf, listQuery } from './entry-query.ts';
import { attestationOperations, searchOperations } from './explorer.ts';
import { entryIdSchema, entryParams, type LedgerAction, type LedgerGuard, type Permitted } from './guard.ts';
import { keyOperations, proofOperations } from './proofs.ts';
import { targetOperations } from './targets.ts';
import { witnessedLogOperations } from './witnessed-logs.ts';
import { witnessOperations } from './witnesses.ts';

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

const rollbackSchema = z.object({
  source: z.string().meta({ description: 'The anchor or witness that remembered what is lost.' }),
  lostSize: z.number().int().meta({ description: 'How many entries the log had.' }),
  keptSize: z.number().int().meta({ description: 'How many it went on from.' }),
  keptAt: z.string().nullable().meta({ description: 'When the head that it went on from was signed.' }),
  by: z.string(),
  reason: z.string(),
  at: z.string(),
  entry: z.string(),
});

const headSchema = z.object({
  origin: z.string(),
  treeSize: z.number().int(),
  rootHash: z.string().meta({ description: 'Base64.' }),
  checkpoint: z
    .string()
    .meta({ description: 'C2SP signed note, with the lines of those witnesses that have cosigned it.' }),
  key: z.string().meta({ description: 'C2SP verifier key.' }),
  pendingAgeMs: z
    .number()
    .meta({ description: 'Age of the oldest leaf that no checkpoint covers yet; 0 when there is none.' }),
  rollbacks: z.array(rollbackSchema).meta({
    description: 'Losses of history that an operator accepted, for ever, oldest first.',
  }),
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
  const permittedLately = (principal: Principal, action: LedgerAction): OrganizationId => {
    guard.permitLately(principal, action);
    return guard.organization(principal);
  };
  return [
    ...listOperations(ledger, permitted),
    ...entryOperations(ledger, permitted),
    ...proofOperations(ledger, permitted),
    ...keyOperations(ledger, permitted, guard.actor),
    ...searchOperations(ledger, permitted, guard.actor),
    ...attestationOperations(ledger, permitted, guard.actor),
    ...witnessOperations(ledger, permitted, permittedLately, guard.actor),
    ...witnessedLogOperations(ledger, permitted, permittedLately, guard.actor),
    ...targetOperations(ledger, guard),
  ];
}

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
        const organization = permitted(principal, 'ledger.head');
        const head = await ledger.head(organization);
        if (head === undefined) throw notFound();
        const rollbacks = (await ledger.rollbacks(organization)).map(wireRollback);
        const { rootHash } = head;
        return { ...head, rootHash: base64(rootHash), pendingAgeMs: await ledger.pendingAgeMs(), rollbacks };
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
      params: entryParams,
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
  ];
}

const wireRollback = ({ source, lost, kept, by, reason, at, entry }: Rollback) => ({
  ...{ source, by, reason, entry },
  lostSize: lost.treeSize,
  keptSize: kept.treeSize,
  keptAt: kept.at?.toISOString() ?? null,
  at: at.toISOString(),
});

export function wireEntry({
  index = null,
  entry,
}: Omit<PlacedEntry, 'index'> & { readonly index?: number | null | undefined }) {
  const { id, at, action, actor, subject, data } = entry;
  return { index, id, at, action, actor, subject, data: { ...data } };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
