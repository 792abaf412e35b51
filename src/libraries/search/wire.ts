import { z } from 'zod';
import { ASSET_KINDS } from '../asset.ts';

const range = z
  .object({ start: z.number().int(), end: z.number().int() })
  .meta({ description: 'UTF-16 code units, end not included' });
const marked = z.object({ text: z.string(), matches: z.array(range) });
const count = z.object({ value: z.string(), count: z.number().int() });

export const foundSchema = z.object({
  library: z.object({ name: z.string(), displayName: z.string() }),
  path: z.string(),
  name: z.string(),
  kind: z.enum(ASSET_KINDS),
  title: z.string().nullable(),
  marks: z.object({ name: z.array(range), title: z.array(range) }).meta({ description: 'Where they match' }),
  snippet: marked.meta({ description: 'A part of the text, white space as single spaces, never markup' }),
  tags: z.array(z.string()).meta({ description: 'Lower case' }),
  owner: z.string().nullable().meta({ description: 'Name of who answers for it' }),
  version: z.number().int().nullable().meta({ description: 'Number of what stands on main' }),
  live: z.number().int().nullable().meta({ description: 'Number that is live in production' }),
  updatedAt: z.iso.datetime(),
  favorite: z.boolean(),
});

export const searchSchema = z.object({
  items: z.array(foundSchema),
  next: z.string().nullable(),
  total: z.number().int(),
  nearly: z.boolean().meta({ description: 'Nothing holds the words; these are called nearly so' }),
  facets: z.object({
    kinds: z.array(count),
    libraries: z.array(count),
    tags: z.array(count),
  }),
});

export type FoundWire = z.infer<typeof foundSchema>;
export type SearchWire = z.infer<typeof searchSchema>;

export const similarSchema = z.object({
  library: z.string(),
  path: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  version: z.number().int().nullable(),
  score: z.number().min(0).max(1).meta({ description: 'How much of the text they share; 1 is all of it.' }),
});
