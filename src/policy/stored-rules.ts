import { z } from 'zod';
import { obligationKinds } from '../libraries/index.ts';
import type { Rule } from './rule.ts';

const decisionShape = z.object({
  id: z.string(),
  effect: z.enum(['permit', 'forbid']),
  mode: z.enum(['enforce', 'monitor']),
  reason: z.string(),
});

const ruleShape = decisionShape.extend({
  text: z.string(),
  obligations: z.array(z.object({ kind: z.enum(obligationKinds), argument: z.string() })),
  expires: z.string().nullable(),
  file: z.string(),
});

/** The rules of a set as it was kept. */
export function rulesOfSet(stored: unknown): Rule[] {
  return z.array(ruleShape).parse(stored);
}
