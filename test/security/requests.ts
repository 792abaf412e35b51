import { z } from 'zod';

/** One call of an operation, with a mark at every place where a client's text goes in: `…*` is where sqlmap puts its own. */
export interface MarkedRequest {
  readonly operation: string;
  /** Raw HTTP/1.1, as sqlmap reads it from a file. */
  readonly text: string;
  readonly marks: number;
  /** For tools that take addresses: without marks. Undefined where the method is not GET. */
  readonly address: string | undefined;
}

const mark = '*';
const parameter = z.object({ name: z.string(), in: z.string(), schema: z.unknown().optional() });
const operation = z.object({
  operationId: z.string(),
  parameters: z.array(parameter).default([]),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })) })
    .optional(),
});
const api = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()).optional() }).optional(),
});
const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  minimum: z.number().optional(),
});

/** Every operation of an OpenAPI document as a marked request. New operations come in by themselves. */
export function markedRequests(document: unknown, address: string, key: string): MarkedRequest[] {
  const { paths, components } = api.parse(document);
  const schemas = components?.schemas ?? {};
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, described]) => {
      const read = operation.safeParse(described);
      return read.success ? [marked(read.data, { method, path, address, key, schemas })] : [];
    }),
  );
}

interface Place {
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly key: string;
  readonly schemas: Readonly<Record<string, unknown>>;
}

function marked(
  { operationId, parameters, requestBody }: z.infer<typeof operation>,
  place: Place,
): MarkedRequest {
  const { method, path, address, key, schemas } = place;
  const target = path.replaceAll(/\{(\w+)\}/g, `x${mark}`);
  const query = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema }) => `${name}=${plain(sample(schema, schemas))}${mark}`);
  const schema = requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? undefined : JSON.stringify(sample(schema, schemas));
  const full = `${target}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const lines = [
    `${method.toUpperCase()} ${full} HTTP/1.1`,
    `Host: ${new URL(address).host}`,
    `Authorization: Bearer ${key}`,
    'Accept: application/json',
    ...(body === undefined ? [] : ['Content-Type: application/json']),
  ];
  const text = `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
  return {
    operation: operationId,
    text,
    marks: text.split(mark).length - 1,
    address: method === 'get' ? `${address}${full.replaceAll(mark, '')}` : undefined,
  };
}

function plain(value: unknown): string {
  return encodeURIComponent(typeof value === 'string' ? value.replaceAll(mark, '') : String(value ?? 'x'));
}

const deepest = 6;

/** A value that a JSON Schema describes, every text in it marked. Optional members too: they are parameters like any other. */
function sample(schema: unknown, schemas: Readonly<Record<string, unknown>>, depth = 0): unknown {
  const read = schemaShape.safeParse(schema);
  if (!read.success || depth > deepest) return `x${mark}`;
  const {
    $ref,
    const: constant,
    enum: choices,
    anyOf,
    oneOf,
    allOf,
    type,
    properties,
    items,
    minimum,
  } = read.data;
  const inside = (one: unknown) => sample(one, schemas, depth + 1);
  if ($ref !== undefined) return inside(schemas[$ref.replace('#/components/schemas/', '')]);
  if (constant !== undefined) return constant;
  if (choices !== undefined) return choices[0];
  const first = (anyOf ?? oneOf ?? allOf)?.[0];
  if (first !== undefined) return inside(first);
  const kind = Array.isArray(type) ? type[0] : type;
  if (kind === 'object' || properties !== undefined)
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, one]) => [name, inside(one)]));
  if (kind === 'array') return [inside(items)];
  if (kind === 'integer' || kind === 'number') return minimum ?? 1;
  if (kind === 'boolean') return true;
  if (kind === 'null') return null;
  return `x${mark}`;
}
