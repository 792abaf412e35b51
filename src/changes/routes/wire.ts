import { z } from 'zod';
import { isId } from '../../platform/id.ts';

/** What the paths and bodies of this slice's operations have in common. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and hyphens');
export const branch = z.string().min(1).max(200);
export const oid = z.string().regex(/^[0-9a-f]{40}$/, 'is a commit id of 40 hex digits');
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'is a digest as the change gave it');
export const comment = z.string().max(20_000).default('');
export const params = z.strictObject({ change: z.string() });
export const path = '/api/v1/changes/{change}';
/** Somebody's id, as it came. Whether there is such a person is asked later. */
export const personId = z.string().transform((id, context) => {
  if (isId('per', id)) return id;
  context.addIssue({ code: 'custom', message: 'is the id of a person' });
  return z.NEVER;
});
/** For whom one decides, when not for oneself: somebody who delegated to the caller. */
export const onBehalfOf = personId.nullable().default(null);
export const assetPath = z
  .string()
  .min(1)
  .max(1_024)
  .regex(/^[^\0]+$/, 'holds a NUL')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
export const reason = z
  .string()
  .trim()
  .min(3)
  .max(2_000)
  .regex(/^[^\0]+$/, 'holds a NUL')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
export const version = z.number().int().min(1).max(2_147_483_647);
/** Release notes. */
export const notes = z
  .string()
  .trim()
  .min(1)
  .max(20_000)
  .regex(/^[^\0]+$/, 'holds a NUL')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
/** An instant that PostgreSQL and JavaScript both hold. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-03-02T09:00:00Z' })
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && /^[12]/.test(text),
    'must be an instant of this calendar',
  )
  .transform((text) => new Date(text));
