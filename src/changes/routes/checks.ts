import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { listChecks } from '../checks/list.ts';
import { reportCheck } from '../checks/report.ts';
import { checkNamePattern } from '../checks/reported.ts';
import { checkListSchema, checkSchema, checkWire } from '../checks/wire.ts';
import type { ChangesParts } from '../dossier.ts';
import { digest, params, path } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** Only addresses that a page may link to. */
const link = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/[^\s\p{Cc}]+$/u, 'is an address that begins with https://');

/** What the server and apps found out about a change. */
export function checkOperations(parts: ChangesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'check.list',
      method: 'get',
      path: `${path}/checks`,
      summary: 'The checks of exactly what a change holds, and what is published that is much like it',
      description:
        'Everybody who may see the library. A required check that is not passed keeps the change from being published. `similar` is for a person to judge.',
      params,
      answer: { schema: checkListSchema },
      handle: ({ principal, params: { change } }) => listChecks(parts, principal, change),
    }),
    operation({
      id: 'check.report',
      method: 'post',
      path: `${path}/checks/{check}`,
      summary: 'Report what a check found in exactly what a change holds',
      description:
        'Apps, with a key that is bound to the check’s name. `digest` is the change’s, as it was read. The newest report for a digest counts. Leaves an entry, without the words.',
      params: params.extend({
        check: z.string().regex(checkNamePattern, 'is a check’s name such as evaluations'),
      }),
      body: z.strictObject({
        digest,
        state: z.enum(['passed', 'failed', 'errored']),
        detail: z.string().max(2_000).default(''),
        link: link.nullable().default(null),
        validUntil: z.iso.datetime({ offset: true }).nullable().default(null),
      }),
      answer: { status: 201, schema: checkSchema },
      problems: [
        'check.report.forbidden',
        'check.report.not_bound',
        'check.report.built_in',
        'check.report.expired',
        'check.report.wrong_stage',
        'check.report.stale_digest',
      ],
      handle: async ({ principal, params: { change, check }, body }) => {
        const validUntil = body.validUntil === null ? null : new Date(body.validUntil);
        const report = await reportCheck(parts, principal, change, { ...body, name: check, validUntil });
        const names = await parts.people.names(principal.organization, [report.by]);
        const { by, at, name, state, detail } = report;
        const source = { kind: 'reported', by, at, link: report.link, validUntil } as const;
        return checkWire({ name, state, detail, required: false, source, findings: [] }, names);
      },
    }),
  ];
}
