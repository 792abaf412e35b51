import { z } from 'zod';

/** What merging answers on the wire. */

const oid = z.string().meta({ description: 'git commit id (SHA-1, 40 hex digits)' });
const side = z.string().nullable();
const take = z.enum(['ours', 'theirs', 'both', 'base', 'text']);

export const conflictSchema = z.object({
  id: z.string().meta({ description: 'Unique in its file; send it back with the choice' }),
  kind: z.enum([
    'key',
    'section',
    'lines',
    'words',
    'deleted',
    'added',
    'binary',
    'renamed',
    'folder',
    'bases',
  ]),
  label: z
    .string()
    .meta({ description: 'Where, for people: `system message, line 3`, `config.temperature`, `line 12`' }),
  line: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'From 1, in the text with ours everywhere; null for a whole file' }),
  base: side,
  ours: side,
  theirs: side.meta({ description: 'Null where a side has no such file' }),
  both: side.meta({ description: 'What taking both gives' }),
  takes: z.array(take).meta({ description: 'How it can be decided' }),
});

export const mergedFileSchema = z.object({
  path: z.string(),
  from: z.string().nullable().meta({ description: 'What it was called before one side renamed it' }),
  state: z.enum(['conflict', 'merged', 'added', 'modified', 'deleted', 'renamed']),
  conflicts: z.array(conflictSchema),
  text: z
    .string()
    .nullable()
    .meta({ description: "Of conflict and merged: the merged text, with git's markers at conflicts" }),
  parts: z
    .array(z.union([z.string(), z.object({ conflict: z.string() })]))
    .nullable()
    .meta({
      description:
        'The merged text, each conflict in it by its id; null where conflicts are about whole files',
    }),
});

const files = {
  files: z.array(mergedFileSchema).meta({ description: 'What becomes of the branch’s files' }),
  unlisted: z.number().int().meta({ description: 'Files that change without a conflict and are not listed' }),
};

export const mergePreviewSchema = z.object({
  base: oid.nullable(),
  bases: z.array(oid).meta({ description: 'More than one after histories were merged crosswise' }),
  ours: oid,
  theirs: oid,
  state: z.enum(['up_to_date', 'fast_forward', 'clean', 'conflict']),
  ...files,
});

export const stepPreviewSchema = z.object({
  commit: oid,
  parent: oid.nullable(),
  ours: oid,
  state: z.enum(['empty', 'clean', 'conflict']),
  ...files,
});

export const mergeMadeSchema = z.object({
  commit: oid,
  branch: z.string(),
  head: oid,
  forward: z.boolean().meta({ description: 'The branch only moved: no commit was made' }),
});

export const branchEndedSchema = z.object({
  name: z.string(),
  head: oid.meta({ description: 'Where it stood: branch.create from here brings it back' }),
});

export const assetMergeSchema = z.object({
  clean: z.boolean(),
  text: z.string().meta({ description: "With git's markers when it is not clean" }),
  conflicts: z.array(conflictSchema),
  parts: z
    .array(z.union([z.string(), z.object({ conflict: z.string() })]))
    .nullable()
    .meta({ description: 'The text with each conflict by its id; null when it is clean' }),
});

export type MergedFileWire = z.input<typeof mergedFileSchema>;
export type MergePreviewWire = z.input<typeof mergePreviewSchema>;
export type StepPreviewWire = z.input<typeof stepPreviewSchema>;
