import { z } from 'zod';
import type { Operation } from './operation.ts';

/** A JSON value of the document. Kept loose on purpose: the shapes are OpenAPI's, and a test reads the whole with a real parser. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Members = { [key: string]: Json };

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  request: z.string(),
});

/**
 * The OpenAPI 3.1 document of the operations (https://spec.openapis.org/oas/v3.1.1). Schemas are the ones that requests are checked with,
 * so the document cannot say otherwise. Clients' types are generated from it.
 */
export function openApiDocument<Principal>(
  operations: readonly Operation<Principal>[],
  version: string,
): Members {
  const paths: Record<string, Members> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method] = describe(operation);
    paths[operation.path] = path;
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Countersign',
      version,
      description:
        'The system of record for AI execution. Operation ids are the action names. Refusals are RFC 9457 problems.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem) },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key: cs_live_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'countersign.session_token' },
      },
    },
  };
}

function describe<Principal>(operation: Operation<Principal>): Members {
  const { id, answerSchema, acceptedSchema, bodySchema } = operation;
  const codes = operation.problems.map((code) => `- \`${code}\``);
  const refused: Json = {
    description: 'A refusal',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const answered: Json =
    answerSchema === undefined
      ? { description: 'Done' }
      : {
          description: operation.summary,
          content: { 'application/json': { schema: jsonSchema(answerSchema) } },
        };
  return {
    operationId: id,
    tags: [operation.slice],
    summary: operation.summary,
    description: [operation.description, ...(codes.length === 0 ? [] : ['', 'Problems:', ...codes])].join(
      '\n',
    ),
    parameters: [
      ...parameters('path', operation.paramsSchema, id),
      ...parameters('query', operation.querySchema, id),
    ],
    ...(bodySchema === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(bodySchema) } },
          },
        }),
    responses: {
      [operation.answerStatus]: answered,
      ...(acceptedSchema === undefined
        ? {}
        : {
            202: {
              description: 'Something has to happen first',
              content: { 'application/json': { schema: jsonSchema(acceptedSchema) } },
            },
          }),
      '4XX': refused,
      '5XX': refused,
    },
  };
}

function parameters(where: 'path' | 'query', schema: z.ZodObject | undefined, id: string): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, member]) => {
    if (!(member instanceof z.ZodType)) throw new Error(`invariant: ${id} has a schema for ${name}`);
    const optional = where === 'query' && member.safeParse(undefined).success;
    return { name, in: where, required: !optional, schema: jsonSchema(member) };
  });
}

/**
 * JSON Schema of one zod schema. A schema that refers to itself is "any JSON value" here, the only such schema of the API: generators of
 * types do not agree on recursion.
 */
function jsonSchema(schema: z.ZodType): Json {
  const made: unknown = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  const { $schema: _, $defs: __, ...rest } = members(JSON.parse(JSON.stringify(made)));
  return withoutReferences(rest);
}

function members(value: Json): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function withoutReferences(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.$ref === 'string') return {};
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutReferences(member)]));
}
