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
