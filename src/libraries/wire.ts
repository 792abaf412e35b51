import { z } from 'zod';
import { ASSET_KINDS } from './asset.ts';
import { modelStatuses, STEP_ACTS } from './kinds/index.ts';

/** The slice's answers, as they go on the wire. The OpenAPI document and the clients' types come from these. */

const at = z.iso.datetime().meta({ description: 'RFC 3339, UTC, milliseconds' });
const oid = z.string().meta({ description: 'git commit id (SHA-1, 40 hex digits)' });
const digest = z.string().meta({ description: 'sha256:… over the exact bytes' });

export const personRefSchema = z.object({
  id: z.string(),
  kind: z.enum(['person', 'app']),
  displayName: z.string(),
});

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const librarySchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  description: z.string(),
  visibility: z.enum(['open', 'restricted']),
  assets: z.number().int().meta({ description: 'How many assets are live in production' }),
  createdAt: at,
  permissions: z.array(z.string()).meta({ description: 'Actions that the caller holds on it' }),
});

export const libraryPageSchema = librarySchema.extend({ head: oid });

export const branchSchema = z.object({
  name: z.string(),
  head: oid,
  createdBy: personRefSchema,
  createdAt: at,
  ahead: z.number().int().meta({ description: 'Commits that main has not' }),
  behind: z.number().int().meta({ description: 'Commits of main that it has not; counted up to 500' }),
  last: z
    .object({ message: z.string(), author: personRefSchema, at })
    .meta({ description: 'The commit at which it stands' }),
  protected: z.boolean(),
});

export const tagSchema = z.object({
  name: z.string(),
  commit: oid,
  annotated: z.boolean().meta({ description: 'It has an object of its own, with a message' }),
  createdBy: personRefSchema,
  createdAt: at,
});

export const committedSchema = z.object({ commit: oid, branch: z.string(), head: oid });

export const commitSchema = z.object({
  commit: oid,
  message: z.string(),
  author: personRefSchema,
  at,
  parents: z.array(oid),
  paths: z.array(z.string()).meta({ description: 'Files that differ from every parent' }),
  path: z.string().nullable().meta({ description: 'Of the history of one file: what it was called then' }),
});

/** Numbers that are live, by environment; environments where nothing is live are absent. */
export const liveSchema = z
  .record(z.string(), z.number().int())
  .meta({ description: 'Numbers that are live, by environment' });

const owner = personRefSchema
  .nullable()
  .meta({ description: 'Who answers for it; null for what was never published' });

export const assetSchema = z.object({
  path: z.string(),
  name: z.string(),
  kind: z.enum(ASSET_KINDS),
  digest,
  title: z.string(),
  version: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'Number under which exactly these bytes were published' }),
  production: z.number().int().nullable().meta({ description: 'Number that is live in production' }),
  live: liveSchema,
  changedAt: at,
  changedBy: personRefSchema,
  owner,
});

export const assetListSchema = listOf(assetSchema).extend({
  folders: z
    .array(z.object({ path: z.string(), name: z.string(), assets: z.number().int() }))
    .meta({ description: 'With folder: those directly inside, with all the files in them counted' }),
});

export const inputSchema = z.object({
  name: z.string(),
  required: z.boolean(),
  type: z.string().nullable(),
  description: z.string().nullable(),
  default: z.unknown(),
  choices: z.array(z.unknown()).nullable(),
});

export const faultSchema = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number().int(),
  column: z.number().int(),
});

const line = z.number().int().meta({ description: 'Where it starts in the text' });
const assertionSchema = z.object({
  type: z.string(),
  value: z.string().nullable(),
  threshold: z.number().nullable(),
  line,
});

const riskTier = z.enum(['low', 'medium', 'high']);

/** A model as its file registers it. */
export const registeredModelShape = z.object({
  model: z.string(),
  provider: z.string(),
  version: z.string().nullable(),
  status: z.enum(modelStatuses),
  owner: z.string(),
  description: z.string().nullable(),
  risk: riskTier,
  regions: z.array(z.string()).nullable().meta({ description: 'Where it may run; null for anywhere' }),
  useCases: z
    .array(z.string())
    .nullable()
    .meta({ description: 'What it is approved for; null for anything' }),
  terms: z
    .object({
      training: z
        .boolean()
        .nullable()
        .meta({ description: 'Whether its provider trains on what it is sent' }),
      retentionDays: z.int().nullable(),
      link: z.string().nullable(),
    })
    .nullable(),
  price: z
    .object({ inputMicroUsdPerMillion: z.int(), outputMicroUsdPerMillion: z.int() })
    .nullable()
    .meta({ description: 'In place of the built-in price' }),
  retires: z.string().nullable().meta({ description: 'The day from which it is not there any more' }),
  successor: z.string().nullable(),
});

/** A use case as its file registers it. */
export const registeredUseCaseShape = z.object({
  name: z.string().meta({ description: 'As prompts, keys and rules name it' }),
  title: z.string(),
  owner: z.string(),
  purpose: z.string(),
  risk: riskTier,
  legalBasis: z.string(),
  dataClasses: z.array(z.string()),
});

const valueRange = z.object({ low: z.number(), mid: z.number(), high: z.number() });
export const valueModelShape = z.object({
  name: z.string(),
  title: z.string(),
  useCase: z.string(),
  owner: z.string(),
  prompts: z.array(z.string()).meta({ description: 'LIBRARY/NAME' }),
  grade: z.enum(['A', 'B', 'C', 'D', 'E']),
  source: z.string(),
  start: z.string(),
  assumes: z.object({
    before: valueRange.meta({ description: 'Minutes of one run.' }),
    after: valueRange,
    review: valueRange,
    rework: valueRange,
    reworkShare: valueRange,
    wage: valueRange.meta({ description: 'US dollars an hour.' }),
    becomesWork: valueRange,
    accepted: valueRange,
  }),
  costs: z.array(z.object({ what: z.string(), once: z.number(), perMonth: z.number() })),
});

/** What a page shows beside an asset's text. */
export const outlineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('workflow'),
    name: z.string(),
    purpose: z.string().nullable(),
    riskTier: z.enum(['low', 'medium', 'high']).nullable(),
    steps: z.array(
      z.object({
        id: z.string(),
        act: z.enum(STEP_ACTS).nullable().meta({ description: 'An approval is a gate' }),
        detail: z.string().meta({ description: 'What it runs, or whom the gate asks' }),
        needs: z.array(z.string()),
        when: z.string().nullable(),
        impact: z.string().nullable(),
        line,
      }),
    ),
  }),
  z.object({
    kind: z.literal('evaluation'),
    description: z.string().nullable(),
    always: z.array(assertionSchema).meta({ description: 'Assertions of every test' }),
    tests: z.array(
      z.object({
        description: z.string().nullable(),
        vars: z.array(z.string()),
        assertions: z.array(assertionSchema),
        line,
      }),
    ),
  }),
  z.object({
    kind: z.literal('policy'),
    rules: z.array(
      z.object({
        id: z.string(),
        effect: z.enum(['permit', 'forbid']),
        mode: z.string().nullable(),
        reason: z.string().nullable(),
        obligations: z.array(z.string()),
        expires: z.string().nullable(),
        line,
      }),
    ),
  }),
  z.object({
    kind: z.literal('classes'),
    classes: z.array(
      z.object({
        name: z.string(),
        description: z.string(),
        patterns: z.array(z.string()),
        near: z.array(z.string()),
        line,
      }),
    ),
  }),
  z.object({
    kind: z.literal('model'),
    ...registeredModelShape.shape,
  }),
  z.object({
    kind: z.literal('use-case'),
    ...registeredUseCaseShape.shape,
  }),
  z.object({ kind: z.literal('value-model'), ...valueModelShape.shape }),
  z.object({
    kind: z.literal('requirement'),
    rules: z.array(
      z.object({
        id: z.string(),
        description: z.string().nullable(),
        applies: z.array(z.string()).meta({ description: 'When, in words; empty for always' }),
        stages: z.array(
          z.object({
            name: z.string(),
            kind: z.string(),
            need: z.number().nullable(),
            from: z.array(z.string()),
            line,
          }),
        ),
        publish: z.array(z.string()),
        checks: z.array(z.string()),
        line,
      }),
    ),
  }),
  z.object({
    kind: z.literal('skill'),
    name: z.string(),
    description: z.string(),
    license: z.string().nullable(),
    compatibility: z.string().nullable(),
    allowedTools: z.array(z.string()),
    body: z.string().meta({ description: 'Markdown' }),
  }),
]);

const outline = outlineSchema.nullable().meta({
  description: 'Null for prompts (render them instead), for files of no kind, and for what cannot be read',
});

export const checkedSchema = z.object({
  kind: z.enum(ASSET_KINDS),
  faults: z.array(faultSchema),
  outline,
});

const governanceSchema = z.object({
  owner: z.string().optional(),
  purpose: z.string().optional(),
  useCase: z.string().optional(),
  dataClasses: z.array(z.string()),
  riskTier: z.enum(['low', 'medium', 'high']).optional(),
  tags: z.array(z.string()),
  retryInvalidOutput: z.int().optional(),
  cacheSeconds: z.int().optional(),
});

export const assetPageSchema = z.object({
  path: z.string(),
  name: z.string(),
  kind: z.enum(ASSET_KINDS),
  ref: z.string(),
  commit: oid,
  digest,
  text: z.string(),
  version: z.number().int().nullable(),
  production: z.number().int().nullable(),
  live: liveSchema,
  owner,
  prompt: z
    .object({
      model: z.string().nullable(),
      description: z.string().nullable(),
      inputs: z.array(inputSchema),
      config: z.record(z.string(), z.unknown()),
      countersign: governanceSchema.nullable(),
    })
    .nullable()
    .meta({ description: 'Null when it is no prompt, or cannot be read (see faults)' }),
  faults: z.array(faultSchema),
  outline,
});

export const versionSchema = z.object({
  number: z.number().int(),
  digest,
  commit: oid,
  publishedAt: at,
  publishedBy: personRefSchema,
  change: z.string(),
  live: z.array(z.string()).meta({ description: 'Environments that point to it now' }),
  approvedFor: z
    .array(z.string())
    .meta({ description: 'Environments for which it was approved: it can be rolled back to there' }),
  notes: z.string().nullable().meta({ description: 'Release notes of the change that brought it' }),
});

export const versionsSchema = listOf(versionSchema).extend({
  movedFrom: z
    .object({ path: z.string(), number: z.number().int() })
    .nullable()
    .meta({ description: 'With the first version: what it was called before, and its last number there' }),
});

const partSchema = z.union([
  z.object({ text: z.string() }),
  z.object({ media: z.object({ url: z.string(), contentType: z.string().optional() }) }),
]);

export const renderedSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.array(partSchema) })),
  model: z.string().nullable(),
  config: z.record(z.string(), z.unknown()),
  variables: z.array(inputSchema),
});

export type LibraryWire = z.input<typeof librarySchema>;
export type LibraryPageWire = z.input<typeof libraryPageSchema>;
export type BranchWire = z.input<typeof branchSchema>;
export type TagWire = z.input<typeof tagSchema>;
export type CommitWire = z.input<typeof commitSchema>;
export type AssetListWire = z.infer<typeof assetListSchema>;
export type AssetWire = z.input<typeof assetSchema>;
export type AssetPageWire = z.input<typeof assetPageSchema>;
export type CheckedWire = z.input<typeof checkedSchema>;
export type InputWire = z.input<typeof inputSchema>;
export type VersionsWire = z.input<typeof versionsSchema>;
export type VersionWire = z.input<typeof versionSchema>;
export type RenderedWire = z.input<typeof renderedSchema>;
export type ListWire<Item> = { items: Item[]; next: string | null };
