import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { PolicyRequest } from '../verdict.ts';

/** Where test cases of policies stand: beside them. */
export const testSuffix = '.policy-test.yaml';
export const isTestFile = (path: string): boolean => path.endsWith(testSuffix);

const word = z.string().max(500);
const words = z.array(word).max(100);
const riskTier = z.enum(['low', 'medium', 'high']);
const named = z.string().regex(/^[^/\s]+\/\S.*$/, 'is LIBRARY/NAME');

const requestShape = z.strictObject({
  at: z.iso.datetime().optional(),
  principal: z
    .strictObject({
      kind: z.enum(['person', 'app']).optional(),
      id: word.optional(),
      name: word.optional(),
      roles: words.optional(),
      teams: words.optional(),
    })
    .optional(),
  /** Without, it is a raw call. */
  prompt: named.optional(),
  published: z.boolean().optional(),
  restricted: z.boolean().optional(),
  riskTier: riskTier.optional(),
  useCase: word.optional(),
  model: word.optional(),
  provider: word.optional(),
  region: word.optional(),
  environment: word.optional(),
  hour: z.int().min(0).max(23).optional(),
  dataClasses: words.optional(),
  uninspected: words.optional(),
  estimatedCostMicroUsd: z.int().min(0).optional(),
  maxTokens: z.int().min(0).optional(),
  modelStatus: word.optional(),
  approvedUseCases: words.optional(),
  modelRisk: riskTier.optional(),
  modelRegions: words.optional(),
  trainsOnData: z.boolean().optional(),
  retentionDays: z.int().min(0).optional(),
  useCaseRisk: riskTier.optional(),
});
const fileShape = z.strictObject({
  tests: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(300),
        request: requestShape,
        expect: z.strictObject({
          decision: z.enum(['permit', 'forbid']),
          /** Rules that must be among those that decide, or that ask for something. */
          rules: words.optional(),
          /** All of them, such as `redact:email`. */
          obligations: words.optional(),
        }),
      }),
    )
    .min(1)
    .max(500),
});
export type PolicyTest = z.infer<typeof fileShape>['tests'][number] & { readonly line: number };

/** Reads a file of test cases. Pure. */
export function readTests(
  text: string,
):
  | { readonly ok: true; readonly tests: readonly PolicyTest[] }
  | { readonly ok: false; readonly fault: string; readonly line: number } {
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  if (broken !== undefined)
    return {
      ok: false,
      fault: `This is not YAML: ${broken.message.split('\n')[0]}`,
      line: lineAt(broken.pos[0]),
    };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const range: unknown =
        typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
      if (Array.isArray(range) && typeof range[0] === 'number') return lineAt(range[0]);
    }
    return 1;
  };
  const parsed = fileShape.safeParse(plainOf(document));
  if (parsed.success)
    return {
      ok: true,
      tests: parsed.data.tests.map((test, at) => ({ ...test, line: lineOf(['tests', at]) })),
    };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  return {
    ok: false,
    fault: `${where === '' ? 'The file' : where}: ${issue?.message ?? 'is not right'}.`,
    line: lineOf(issue?.path ?? []),
  };
}

/** Aliases are not followed: they make small files large. */
function plainOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return null;
  }
}

/** The whole request that a test writes the interesting half of. */
export function requestOf({ request }: PolicyTest): PolicyRequest {
  const at = request.at ?? '2026-01-01T12:00:00.000Z';
  const slash = request.prompt?.indexOf('/') ?? -1;
  const prompt =
    request.prompt === undefined
      ? undefined
      : { library: request.prompt.slice(0, slash), name: request.prompt.slice(slash + 1) };
  const model = request.model ?? 'simulated-fast';
  const published = prompt !== undefined && (request.published ?? true);
  const restricted = request.restricted ?? false;
  const [tier, useCase] = [request.riskTier ?? null, request.useCase ?? null];
  return {
    organization: 'test',
    at,
    principal: {
      kind: request.principal?.kind ?? 'person',
      id: request.principal?.id ?? 'somebody',
      name: request.principal?.name ?? 'Somebody',
      roles: request.principal?.roles ?? ['viewer'],
      teams: request.principal?.teams ?? [],
    },
    action: prompt === undefined ? 'execution.create_raw' : 'execution.create',
    resource:
      prompt === undefined
        ? { kind: 'model', name: model }
        : {
            kind: 'prompt',
            ...prompt,
            digest: 'sha256:00',
            published,
            restricted,
            riskTier: tier,
            useCase,
            dataClasses: [],
          },
    context: {
      ...{ model, provider: request.provider ?? 'simulated', region: request.region ?? null },
      ...{ environment: request.environment ?? null, useCase, riskTier: tier },
      ...{ governed: prompt !== undefined, published, restricted },
      hour: request.hour ?? new Date(at).getUTCHours(),
      dataClasses: request.dataClasses ?? [],
      uninspected: request.uninspected ?? [],
      estimatedCostMicroUsd: request.estimatedCostMicroUsd ?? null,
      maxTokens: request.maxTokens ?? null,
      modelStatus: request.modelStatus ?? null,
      approvedUseCases: request.approvedUseCases ?? null,
      modelRisk: request.modelRisk ?? null,
      modelRegions: request.modelRegions ?? null,
      trainsOnData: request.trainsOnData ?? null,
      retentionDays: request.retentionDays ?? null,
      useCaseRisk: request.useCaseRisk ?? null,
    },
  };
}
