import { type Operation, openApiDocument } from '../../src/platform/http/index.ts';
import { at, type Input } from './house.ts';
import type { Planted } from './plant-canaries.ts';

/** What can be sent about things of an organization: ids and names of it, and words that its marks begin with; never a mark. */
type Known = Planted['known'];

const fallback = 'canary';
const maxDepth = 6;

/**
 * Ways to call an operation about somebody's things, from what the OpenAPI document says of it: bare, and with every query parameter and
 * member of the body filled in.
 */
export function inputsOf<Principal>(operation: Operation<Principal>, { known }: Planted): readonly Input[] {
  const document = openApiDocument([operation], 'test');
  const described = at(document, 'paths', operation.path, operation.method);
  const parameters = listOf(at(described, 'parameters'));
  const filled = (where: string) =>
    Object.fromEntries(
      parameters
        .filter((one) => at(one, 'in') === where)
        .map((one) => {
          const name = String(at(one, 'name'));
          return [name, String(filledIn(at(one, 'schema'), name, known, 0))];
        }),
    );
  const params = filled('path');
  const query = filled('query');
  const schema = at(described, 'requestBody', 'content', 'application/json', 'schema');
  if (schema !== undefined) return [{ params, query, body: filledIn(schema, 'body', known, 0) }];
  const names = Object.keys(query);
  if (names.length === 0) return [{ params }];
  // One at a time beside all at once: together they mostly find nothing.
  const required = parameters.filter((one) => at(one, 'in') === 'query' && at(one, 'required') === true);
  const always = Object.fromEntries(
    required.map((one) => [String(at(one, 'name')), query[String(at(one, 'name'))] ?? fallback]),
  );
  return [
    { params, query: always },
    { params, query },
    ...names
      .filter((name) => ['q', 'text', 'query', 'words', 'action', 'by'].includes(name))
      .map((name) => ({ params, query: { ...always, [name]: query[name] ?? fallback } })),
  ];
}

/** A value of a JSON Schema: what is known by the member's name, otherwise the plainest that fits. */
function filledIn(schema: unknown, name: string, known: Known, depth: number): unknown {
  const one = listOf(at(schema, 'enum'))[0] ?? at(schema, 'const');
  if (one !== undefined) return one;
  const either = [...listOf(at(schema, 'anyOf')), ...listOf(at(schema, 'oneOf'))][0];
  if (either !== undefined) return filledIn(either, name, known, depth);
  const type = at(schema, 'type');
  if (type === 'object') {
    const members = depth > maxDepth ? [] : entriesOf(at(schema, 'properties'));
    return Object.fromEntries(members.map(([inner, of]) => [inner, filledIn(of, inner, known, depth + 1)]));
  }
  if (type === 'array') return [filledIn(at(schema, 'items'), name.replace(/s$/, ''), known, depth + 1)];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return Math.max(1, Number(at(schema, 'minimum') ?? 1));
  if (type === 'null') return null;
  if (at(schema, 'format') === 'date-time') return '2100-01-01T00:00:00Z';
  return known[name] ?? fallback;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
