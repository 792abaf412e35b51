import { z } from 'zod';
import { named, type PersonRef } from '../../access/index.ts';
import { type Check, checkStates } from './check.ts';

const person = z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() });

export const checkSchema = z.object({
  name: z.string(),
  state: z.enum(checkStates),
  required: z.boolean().meta({ description: 'Whether publishing waits for it.' }),
  detail: z.string(),
  source: z
    .enum(['built_in', 'reported'])
    .meta({ description: 'Made by the server, or reported by an app.' }),
  by: person
    .nullable()
    .meta({ description: 'Who reported it; null for the server’s own, and while nobody has.' }),
  at: z.string().nullable(),
  link: z.string().nullable(),
  validUntil: z.string().nullable(),
  findings: z.array(z.object({ path: z.string(), line: z.number().int().nullable(), message: z.string() })),
});

export type CheckWire = z.output<typeof checkSchema>;

export function checkWire(check: Check, names: ReadonlyMap<string, PersonRef>): CheckWire {
  const { name, state, required, detail, source } = check;
  const reported = source?.kind === 'reported' ? source : null;
  return {
    name,
    state,
    required,
    detail,
    source: source?.kind === 'built_in' ? 'built_in' : 'reported',
    by: reported === null ? null : named(names, reported.by),
    at: reported?.at.toISOString() ?? null,
    link: reported?.link ?? null,
    validUntil: reported?.validUntil?.toISOString() ?? null,
    findings: check.findings.map((finding) => ({ ...finding })),
  };
}

/** Whom checks name. */
export const reporters = (checks: readonly Check[]): readonly string[] =>
  checks.flatMap(({ source }) => (source?.kind === 'reported' ? [source.by] : []));

export const similarSchema = z.object({
  path: z.string().meta({ description: 'The asset of this change.' }),
  library: z.string(),
  name: z.string(),
  like: z.string().meta({ description: 'The path of the asset that is like it.' }),
  version: z.number().int().nullable(),
  title: z.string().nullable(),
  score: z.number().min(0).max(1).meta({ description: 'How much of the text they share; 1 is all of it.' }),
});

export const checkListSchema = z.object({
  digest: z.string(),
  items: z.array(checkSchema),
  similar: z.array(similarSchema),
  next: z.null(),
});
