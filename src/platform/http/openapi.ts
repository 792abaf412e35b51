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
  const schemas: Members = {};
  const schemaOf = (name: string, schema: z.ZodType, io: 'input' | 'output') =>
    hoist(name, schema, io, schemas);
  schemas.Problem = schemaOf('Problem', problem, 'output');
  const paths: Record<string, Members> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method] = describe(operation, schemaOf);
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
      schemas,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key: cs_live_…' },
        session: { type: 'apiKey', in: 'cookie', name: 'countersign.session_token' },
      },
    },
  };
}

type SchemaOf = (name: string, schema: z.ZodType, io: 'input' | 'output') => Json;

function describe<Principal>(operation: Operation<Principal>, schemaOf: SchemaOf): Members {
  const { id, answerSchema, bodySchema } = operation;
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
          content: { 'application/json': { schema: schemaOf(`${id}.answer`, answerSchema, 'input') } },
        };
  return {
    operationId: id,
    tags: [operation.slice],
    summary: operation.summary,
    description: [operation.description, ...(codes.length === 0 ? [] : ['', 'Problems:', ...codes])].join(
      '\n',
    ),
    parameters: [
      ...parameters('path', operation.paramsSchema, id, schemaOf),
      ...parameters('query', operation.querySchema, id, schemaOf),
    ],
    ...(bodySchema === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(`${id}.body`, bodySchema, 'input') } },
          },
        }),
    responses: { [operation.answerStatus]: answered, '4XX': refused, '5XX': refused },
  };
}

function parameters(
  where: 'path' | 'query',
  schema: z.ZodObject | undefined,
  id: string,
  schemaOf: SchemaOf,
): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, member]) => {
    if (!(member instanceof z.ZodType)) throw new Error(`invariant: ${id} has a schema for ${name}`);
    const optional = where === 'query' && member.safeParse(undefined).success;
    return { name, in: where, required: !optional, schema: schemaOf(`${id}.${name}`, member, 'input') };
  });
}

/** JSON Schema of one zod schema. What refers to itself moves to `components`, because `#` means the whole document here. */
function hoist(name: string, schema: z.ZodType, io: 'input' | 'output', into: Members): Json {
  const made: unknown = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
  const { $schema: _, $defs: definitions, ...rest } = members(JSON.parse(JSON.stringify(made)));
  const rename = (reference: string): string => {
    if (reference === '#') return `#/components/schemas/${name}`;
    return reference.replace(/^#\/\$defs\//, `#/components/schemas/${name}.`);
  };
  for (const [key, definition] of Object.entries(members(definitions ?? {})))
    into[`${name}.${key}`] = renameReferences(definition, rename);
  const own = renameReferences(rest, rename);
  const refersToItself = JSON.stringify(own).includes(`"#/components/schemas/${name}"`);
  if (!refersToItself) return own;
  into[name] = own;
  return { $ref: `#/components/schemas/${name}` };
}

function members(value: Json): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function renameReferences(value: Json, rename: (reference: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renameReferences(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string' ? rename(member) : renameReferences(member, rename),
    ]),
  );
}
