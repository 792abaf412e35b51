import { z } from 'zod';
import type { DiffLine } from '../diff/index.ts';
import type { TextComparison } from './compare-texts.ts';

/** Answers of comparisons. Lines and columns count from 1, spans are UTF-16 code units with `to` exclusive. */

const line = z.number().int();
const words = z
  .array(z.object({ from: z.number().int(), to: z.number().int() }))
  .optional()
  .meta({ description: 'The changed parts of the line; absent when all of it changed' });

export const diffLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('same'), a: line, b: line, text: z.string() }),
  z.object({ type: z.literal('removed'), a: line, text: z.string(), words }),
  z.object({ type: z.literal('added'), b: line, text: z.string(), words }),
]);

const side = z
  .object({ line, count: z.number().int() })
  .meta({ description: 'First line; with a count of 0 the line after which it stands' });

export const textDiffSchema = z.object({
  hunks: z.array(z.object({ a: side, b: side, lines: z.array(diffLineSchema) })),
  added: z.number().int(),
  removed: z.number().int(),
});

const path = z
  .array(z.string())
  .meta({ description: 'Keys from the top; an item of a list by its number from 0' });

export const keyChangeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('added'), path, after: z.unknown() }),
  z.object({ type: z.literal('removed'), path, before: z.unknown() }),
  z.object({ type: z.literal('changed'), path, before: z.unknown(), after: z.unknown() }),
]);

export const sectionChangeSchema = z.object({
  type: z.enum(['added', 'removed', 'same', 'edited', 'moved', 'moved_and_edited']),
  label: z.string(),
  a: z.number().int().optional().meta({ description: 'Place among the old sections, from 0' }),
  b: z.number().int().optional().meta({ description: 'Place among the new sections, from 0' }),
});

export const hiddenSchema = z.object({
  line,
  column: z.number().int(),
  offset: z.number().int(),
  code: z.string().meta({ description: 'Such as U+202E' }),
  kind: z.enum(['bidirectional', 'tag', 'zero_width', 'control', 'other']),
});

export const textComparisonSchema = z.object({
  text: textDiffSchema,
  frontMatter: z
    .array(keyChangeSchema)
    .nullable()
    .meta({ description: 'Null for what is no prompt, or when a side cannot be read' }),
  sections: z.array(sectionChangeSchema).nullable().meta({ description: 'Null for what is no prompt' }),
  hidden: z
    .array(hiddenSchema)
    .meta({ description: 'Characters of the new side that a reader does not see; at most 200' }),
});

const sideSchema = z.object({
  ref: z.string(),
  path: z.string(),
  commit: z.string().nullable().meta({ description: 'Null when nothing is live in that environment' }),
  version: z.number().int().nullable().meta({ description: 'Number under which these bytes were published' }),
  digest: z.string().nullable(),
  text: z.string().nullable().meta({ description: 'Null when the asset is not there at this ref' }),
});

export const assetComparisonSchema = textComparisonSchema.extend({ from: sideSchema, to: sideSchema });

const placeSchema = z.object({ ref: z.string(), commit: z.string() });

export const pathComparisonSchema = z.object({
  path: z.string(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed']),
  fromPath: z.string().nullable().meta({ description: 'Where a renamed file was, byte for byte the same' }),
  added: z.number().int().meta({ description: 'Lines' }),
  removed: z.number().int().meta({ description: 'Lines' }),
});

export const libraryComparisonSchema = z.object({
  from: placeSchema,
  to: placeSchema,
  mergeBase: z.string().nullable().meta({
    description: 'The newest commit that both have: compare from there to see what "to" did',
  }),
  total: z.number().int().meta({ description: 'How many paths differ' }),
  items: z.array(pathComparisonSchema),
  next: z.string().nullable(),
});

export type SideWire = z.input<typeof sideSchema>;
export type AssetComparisonWire = z.input<typeof assetComparisonSchema>;
export type PathComparisonWire = z.input<typeof pathComparisonSchema>;
export type LibraryComparisonWire = z.input<typeof libraryComparisonSchema>;
export type TextComparisonWire = z.input<typeof textComparisonSchema>;

export function textComparisonWire({
  text,
  frontMatter,
  sections,
  hidden,
}: TextComparison): TextComparisonWire {
  return {
    text: { ...text, hunks: text.hunks.map((hunk) => ({ ...hunk, lines: hunk.lines.map(lineWire) })) },
    frontMatter: frontMatter?.map((change) => ({ ...change, path: [...change.path] })) ?? null,
    sections: sections?.map((change) => ({ ...change })) ?? null,
    hidden: [...hidden],
  };
}

function lineWire(line: DiffLine): z.input<typeof diffLineSchema> {
  if (line.type === 'same') return line;
  const { words: spans, ...rest } = line;
  return spans === undefined ? rest : { ...rest, words: [...spans] };
}
