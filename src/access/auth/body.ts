import type { z } from 'zod';
import { readJson } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';

const limitBytes = 32_768;

/**
 * The body, small, for these routes are open to everybody, and in exactly this shape.
 * @param wanted as a sentence for people says it
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  wanted: string,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await readJson(request, limitBytes));
  if (parsed.success) return parsed.data;
  throw new Problem({ code: 'request.invalid', status: 400, detail: `Send ${wanted} and nothing else.` });
}
