import { z } from 'zod';
import { oidPattern } from '../git/index.ts';
import { IMPORT_OUTCOMES } from './report.ts';

export const importSchema = z.object({
  branch: z
    .string()
    .nullable()
    .meta({ description: 'Where it was committed; null when nothing was written' }),
  commit: z.string().regex(oidPattern).nullable(),
  imported: z.int(),
  skipped: z.int(),
  items: z.array(
    z.object({
      source: z.string().meta({ description: 'What it was called where it came from' }),
      path: z.string().nullable(),
      outcome: z.enum(IMPORT_OUTCOMES),
      why: z.string(),
    }),
  ),
});
export type ImportWire = z.infer<typeof importSchema>;
