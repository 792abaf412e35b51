import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { operationsOf } from '../../platform/http/index.ts';
import { oidPattern } from '../git/index.ts';
import { branchPattern, namePattern } from '../library.ts';

export const operation = operationsOf<Principal>('libraries');

/** Text that PostgreSQL and git can hold: no NUL, no half characters. */
export const plainText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must not hold NUL or lone surrogates');

export const name = z
  .string()
  .regex(namePattern, 'must be lower-case letters, digits and hyphens, at most 63');
export const branch = z
  .string()
  .regex(branchPattern, 'must be lower-case letters, digits and hyphens, in parts separated by "/"');
export const path = z.string().min(1).max(1_024);
export const oid = z.string().regex(oidPattern, 'must be a whole commit id (40 hex digits)');
export const ref = z.string().min(1).max(300);
export const library = z.strictObject({ library: z.string().max(100) });
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const page = z.strictObject({ cursor: z.string().max(4_000).optional(), limit });
