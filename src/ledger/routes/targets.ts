import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { forms } from '../forms/form.ts';
import type { Ledger } from '../ledger.ts';
import { type TargetStanding, targetKinds } from '../targets/index.ts';
import type { LedgerGuard } from './guard.ts';
import { headerBody, pemBody } from './target-body.ts';

const params = z.strictObject({ target: z.string().max(100) });
const path = '/api/v1/export-targets/{target}';
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u, 'holds a control character')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
const url = z.string().min(1).max(2_000);
const form = z.enum(forms);
const index = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const admins =
  'Admins, in a session, who proved within 15 minutes who they are. Leaves an entry, which holds no credential.';
const refusals = ['url_refused', 'host_not_allowed', 'form_refused', 'header_refused', 'name_taken'].map(
  (code) => `export_target.${code}`,
);

const targetSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(targetKinds),
  form,
  url: z.string(),
  ca: z
    .string()
    .nullable()
    .meta({ description: 'Whom its certificate comes from, in PEM; null: whom the machine knows.' }),
  header: z
    .string()
    .nullable()
    .meta({ description: 'The header that the credential goes in. The credential is never shown.' }),
  state: z.enum(['running', 'paused', 'ended']),
  nextIndex: z.int().meta({ description: 'Everything below was taken by the receiver.' }),
  behind: z.int().meta({ description: 'Signed entries that it has not taken.' }),
  behindSince: z.string().nullable().meta({ description: 'When the oldest of those was made.' }),
  sentAt: z.string().nullable().meta({ description: 'When the receiver last took something.' }),
  failures: z.int().meta({ description: 'Failures since then.' }),
  error: z.string().nullable(),
  failedAt: z.string().nullable(),
  dueAt: z.string().nullable().meta({ description: 'When it is tried again after a failure.' }),
  createdBy: z.string(),
  createdAt: z.string(),
});

/** Where the log is pushed to. */
export function targetOperations<Principal>(
  { targets }: Ledger,
  guard: LedgerGuard<Principal>,
): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'export_target.list',
      method: 'get',
      path: '/api/v1/export-targets',
      summary: 'Where the log is pushed to, and how far each receiver has come',
      description: 'Auditors and admins. Credentials are never shown.',
      answer: {
        schema: z.object({
          items: z.array(targetSchema),
          next: z.null(),
          hosts: z.array(z.string()).meta({ description: 'Where the log may be pushed to.' }),
        }),
      },
      handle: async ({ principal }) => {
        guard.permit(principal, 'export_target.list');
        const items = (await targets.list(guard.organization(principal))).map(targetWire);
        return { items, next: null, hosts: [...targets.hosts] };
      },
    }),
    operation({
      id: 'export_target.create',
      method: 'post',
      path: '/api/v1/export-targets',
      summary: 'Push the log to a SIEM, a collector or an HTTPS receiver from now on',
      description: `${admins} Entries only, and at least once: a receiver tells repeats by the entry’s id.`,
      body: z.strictObject({
        name,
        kind: z.enum(targetKinds),
        url,
        form: form.optional(),
        from: z.enum(['beginning', 'now']).default('now'),
        header: headerBody.nullable().optional(),
        ca: pemBody.nullable().optional(),
      }),
      answer: { status: 201, schema: z.object({ id: z.string() }) },
      problems: [...refusals, 'export_target.too_many'],
      handle: async ({ principal, body }) => {
        guard.permitLately(principal, 'export_target.create');
        const { id } = await targets.create(guard.organization(principal), guard.actor(principal), body);
        return { id };
      },
    }),
    operation({
      id: 'export_target.update',
      method: 'patch',
      path,
      summary: 'Alter a target, pause or resume it, or move where it goes on',
      description: `${admins} With another address the credential has to be given again.`,
      params,
      body: z.strictObject({
        name: name.optional(),
        url: url.optional(),
        form: form.optional(),
        header: headerBody.nullable().optional(),
        ca: pemBody.nullable().optional(),
        state: z.enum(['running', 'paused']).optional(),
        nextIndex: index.optional(),
      }),
      problems: [...refusals, 'export_target.index_refused', 'export_target.credential_needed'],
      handle: async ({ principal, params: { target }, body }) => {
        guard.permitLately(principal, 'export_target.update');
        await targets.alter(guard.organization(principal), guard.actor(principal), target, body);
        return undefined;
      },
    }),
    operation({
      id: 'export_target.end',
      method: 'delete',
      path,
      summary: 'End a target: nothing more is sent to it, and its credential is gone',
      description: admins,
      params,
      handle: async ({ principal, params: { target } }) => {
        guard.permitLately(principal, 'export_target.end');
        await targets.end(guard.organization(principal), guard.actor(principal), target);
        return undefined;
      },
    }),
    operation({
      id: 'export_target.test',
      method: 'post',
      path: `${path}/test`,
      summary: 'Send a target the newest entry once more, and say what came of it',
      description: admins,
      params,
      body: z.strictObject({}),
      answer: {
        schema: z.object({
          error: z.string().nullable().meta({ description: 'Why it did not arrive; null when it did.' }),
          entry: z.string().nullable(),
        }),
      },
      handle: ({ principal, params: { target } }) => {
        guard.permitLately(principal, 'export_target.test');
        return targets.test(guard.organization(principal), guard.actor(principal), target);
      },
    }),
  ];
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const targetWire = ({ place, headerName, ...target }: TargetStanding) => ({
  ...{ id: target.id, name: target.name, kind: target.kind, form: target.form, url: target.url },
  ...{ ca: target.ca, header: headerName, state: target.state },
  ...{ nextIndex: place.nextIndex, behind: target.behind, behindSince: instant(target.behindSince) },
  ...{ sentAt: instant(place.sentAt), failures: place.failures, error: place.error },
  failedAt: instant(place.failedAt),
  dueAt: place.failures === 0 ? null : instant(place.dueAt),
  ...{ createdBy: target.createdBy, createdAt: target.createdAt.toISOString() },
});
