import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import {
  assignFinding,
  longestSnoozeDays,
  resolveFinding,
  snoozeFinding,
  wakeFinding,
} from '../findings/act.ts';
import { findingKinds } from '../findings/finding.ts';
import { listFindings } from '../findings/list.ts';
import type { IntelligenceParts } from '../parts.ts';
import { logRangeSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');
const params = z.strictObject({ finding: z.string() });
const person = z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() });
const text = z.string().optional();

const findingSchema = z.object({
  id: z.string(),
  kind: z.enum(findingKinds),
  title: z.string(),
  why: z.string(),
  measure: z.string().describe('`id@version` of what the numbers mean.'),
  about: z.object({
    library: text,
    path: text,
    name: text,
    model: text,
    stage: text,
    cluster: text,
    app: text,
  }),
  behind: z
    .object({
      ...{ from: text, to: text, prompt: text, model: text, principal: text },
      kind: z.literal('raw').optional(),
    })
    .nullable()
    .describe('Filters of `execution.list` that list the executions behind it.'),
  assignee: person.nullable(),
  snoozed: z.object({ until: z.string(), reason: z.string(), by: person }).nullable(),
  change: z.object({ id: z.string(), title: z.string() }).nullable().describe('What is to resolve it.'),
});

const who = 'Everybody with a role on the organization but viewers and auditors, of what they are shown.';

/** What is worth doing. */
export function findingOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'finding.list',
      method: 'get',
      path: '/api/v1/findings',
      summary: 'List what is worth doing next, each with its evidence and its action',
      description:
        'Everybody with a role on the organization, over the libraries that one may see. A finding is there while its cause is: it goes by itself. At most 200, the most worth first.',
      answer: {
        schema: z.object({ log: logRangeSchema, total: z.number(), items: z.array(findingSchema) }),
      },
      handle: ({ principal }) => listFindings(parts, principal),
    }),
    operation({
      id: 'finding.assign',
      method: 'post',
      path: '/api/v1/findings/{finding}/assign',
      summary: 'Give a finding to somebody, or to nobody',
      description: who,
      params,
      body: z.strictObject({ person: z.string().max(100).nullable() }),
      problems: ['finding.assign.unknown_person'],
      handle: async ({ principal, params: { finding }, body }) => {
        await assignFinding(parts, principal, finding, body.person);
        return undefined;
      },
    }),
    operation({
      id: 'finding.snooze',
      method: 'post',
      path: '/api/v1/findings/{finding}/snooze',
      summary: 'Put a finding away for some days, with a reason',
      description: `${who} For everybody, until it is woken or its time is over.`,
      params,
      body: z.strictObject({
        days: z.number().int().min(1).max(longestSnoozeDays),
        reason: z
          .string()
          .trim()
          .min(3)
          .max(500)
          .regex(/^[^\0]+$/, 'holds a NUL')
          .refine((said) => said.isWellFormed(), 'is not well-formed Unicode'),
      }),
      handle: async ({ principal, params: { finding }, body }) => {
        await snoozeFinding(parts, principal, finding, body);
        return undefined;
      },
    }),
    operation({
      id: 'finding.wake',
      method: 'post',
      path: '/api/v1/findings/{finding}/wake',
      summary: 'Bring a finding back before its time',
      description: who,
      params,
      body: z.strictObject({}),
      handle: async ({ principal, params: { finding } }) => {
        await wakeFinding(parts, principal, finding);
        return undefined;
      },
    }),
    operation({
      id: 'finding.resolve',
      method: 'post',
      path: '/api/v1/findings/{finding}/resolve',
      summary: 'Name the change that is to resolve a finding',
      description: `${who} The finding goes when its cause goes.`,
      params,
      body: z.strictObject({ change: z.string().max(100) }),
      problems: ['finding.resolve.unknown_change'],
      handle: async ({ principal, params: { finding }, body }) => {
        await resolveFinding(parts, principal, finding, body.change);
        return undefined;
      },
    }),
  ];
}
