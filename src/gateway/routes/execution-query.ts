import { z } from 'zod';
import { Problem } from '../../platform/problem.ts';
import { executionStatuses } from '../execution.ts';
import type { ExecutionQuery } from '../list.ts';

const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !Number.isNaN(Date.parse(text)) && /^[12]/.test(text), 'is an instant of this calendar')
  .transform((text) => new Date(text));
const plain = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\0]*$/, 'holds a NUL');
const microUsd = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What a list of executions, its export and its following may be asked for. */
export const executionFilters = {
  prompt: z
    .string()
    .max(500)
    .regex(/^[a-z0-9][a-z0-9-]{0,62}\/[^\0]+$/, 'is LIBRARY/NAME')
    .optional(),
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_147_483_647)
    .optional()
    .meta({ description: 'Of the prompt that `prompt` names.' }),
  principal: plain(100).optional().meta({ description: 'Who ran it: a person or an app.' }),
  human: plain(100)
    .optional()
    .meta({ description: 'The person behind it: their own calls, and those of apps of theirs.' }),
  team: plain(100)
    .optional()
    .meta({ description: 'A team’s id: calls of whoever is in it now, and of their apps.' }),
  model: plain(200).optional().meta({ description: 'As asked for.' }),
  trace: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'is a trace’s 32 hexadecimal digits')
    .optional(),
  conversation: z
    .string()
    .regex(/^cnv_[0-9a-z]{26}$/, 'is a conversation’s id')
    .optional(),
  tag: plain(100).optional().meta({ description: 'As `countersign-tags` gave it: `ticket=4711`.' }),
  /** Raw: without a governed prompt. */
  kind: z.enum(['governed', 'raw']).optional(),
  status: z.enum(executionStatuses).optional(),
  verdict: z.enum(['permit', 'forbid']).optional(),
  useCase: plain(200).optional(),
  minCost: microUsd.optional().meta({ description: 'In micro-USD.' }),
  maxCost: microUsd.optional().meta({ description: 'In micro-USD.' }),
  sampled: z.literal('true').optional(),
  since: instant.optional(),
  until: instant.optional(),
};

const filters = z.strictObject(executionFilters).refine(hasPrompt, versionWithoutPrompt());

export const listQuery = z
  .strictObject({
    ...executionFilters,
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(hasPrompt, versionWithoutPrompt());

export const exportQuery = z
  .strictObject({ ...executionFilters, format: z.enum(['csv', 'json']).default('csv') })
  .refine(hasPrompt, versionWithoutPrompt());

function hasPrompt({ version, prompt }: { version?: number | undefined; prompt?: string | undefined }) {
  return version === undefined || prompt !== undefined;
}

function versionWithoutPrompt() {
  return { path: ['version'], error: 'is of a prompt: name it with prompt=LIBRARY/NAME' };
}

/** The question behind an address. */
export function questionOf(query: z.output<typeof filters>): ExecutionQuery {
  const { prompt, kind, sampled, ...rest } = query;
  const at = prompt?.indexOf('/') ?? 0;
  return {
    ...rest,
    prompt: prompt === undefined ? undefined : { library: prompt.slice(0, at), name: prompt.slice(at + 1) },
    governed: kind === undefined ? undefined : kind === 'governed',
    sampled: sampled === 'true',
  };
}

/** The query of a request that is no operation. @throws Problem 400 `request.invalid` */
export function readQuery<Query>(schema: z.ZodType<Query>, url: string | undefined): Query {
  const { searchParams } = new URL(url ?? '/', 'http://localhost');
  const parsed = schema.safeParse(Object.fromEntries(searchParams));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Problem({
    code: 'request.invalid',
    status: 400,
    detail: `The query is not as execution.list wants it: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. See /api/docs.`,
  });
}

export const followQuery = filters;
