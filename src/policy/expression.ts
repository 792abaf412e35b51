import { z } from 'zod';
import type { CedarRequest, Uid } from './cedar-request.ts';

const uid = z.object({ type: z.string(), id: z.string() });
const pair = z.object({ left: z.unknown(), right: z.unknown() });
const ofAttribute = z.object({ left: z.unknown(), attr: z.string() });

/** The forms of Cedar's JSON expressions that we look into; every other one is left to Cedar. */
const forms = {
  value: z.object({ Value: z.unknown() }),
  variable: z.object({ Var: z.enum(['principal', 'action', 'resource', 'context']) }),
  attribute: z.object({ '.': ofAttribute }),
  has: z.object({ has: ofAttribute }),
  not: z.object({ '!': z.object({ arg: z.unknown() }) }),
  and: z.object({ '&&': pair }),
  or: z.object({ '||': pair }),
  equal: z.object({ '==': pair }),
  unequal: z.object({ '!=': pair }),
  contains: z.object({ contains: pair }),
} as const;

type Fields = Readonly<Record<string, unknown>>;
type Test = (request: CedarRequest) => boolean | undefined;

const dunno: Test = () => undefined;

/**
 * What an expression comes to, where that is certain; undefined says nothing at all (the expression may fail, too). Made once per rule.
 * Exact as far as it goes: evaluation is from left to right and stops early, as Cedar's does, so what would fail in Cedar is never
 * answered by a part that Cedar would not have reached.
 */
export function testOf(expression: unknown): Test {
  const attribute = forms.attribute.safeParse(expression);
  if (attribute.success) {
    const read = readOf(attribute.data['.']);
    return (request) => truth(read(request));
  }
  const has = forms.has.safeParse(expression);
  if (has.success) return hasOf(has.data.has);
  const not = forms.not.safeParse(expression);
  if (not.success) {
    const inner = testOf(not.data['!'].arg);
    return (request) => negated(inner(request));
  }
  const and = forms.and.safeParse(expression);
  if (and.success) return shortCircuit(and.data['&&'], false);
  const or = forms.or.safeParse(expression);
  if (or.success) return shortCircuit(or.data['||'], true);
  return comparisonOf(expression);
}

function comparisonOf(expression: unknown): Test {
  const equal = forms.equal.safeParse(expression);
  if (equal.success) return equalOf(equal.data['==']);
  const unequal = forms.unequal.safeParse(expression);
  if (unequal.success) {
    const inner = equalOf(unequal.data['!=']);
    return (request) => negated(inner(request));
  }
  const contains = forms.contains.safeParse(expression);
  if (!contains.success) return dunno;
  const { left, right } = contains.data.contains;
  const set = forms.attribute.safeParse(left);
  const literal = forms.value.safeParse(right);
  if (!set.success || !literal.success || typeof literal.data.Value !== 'string') return dunno;
  const read = readOf(set.data['.']);
  const wanted = literal.data.Value;
  return (request) => {
    const value = read(request);
    return Array.isArray(value) ? value.includes(wanted) : undefined;
  };
}

function shortCircuit({ left, right }: z.infer<typeof pair>, decisive: boolean): Test {
  const [first, second] = [testOf(left), testOf(right)];
  return (request) => {
    const before = first(request);
    if (before === undefined || before === decisive) return before;
    return second(request);
  };
}

function equalOf({ left, right }: z.infer<typeof pair>): Test {
  const attribute = forms.attribute.safeParse(left);
  const literal = forms.value.safeParse(right);
  if (!attribute.success || !literal.success) return dunno;
  const { Value: wanted } = literal.data;
  if (typeof wanted !== 'string' && typeof wanted !== 'boolean' && !Number.isSafeInteger(wanted))
    return dunno;
  const read = readOf(attribute.data['.']);
  return (request) => {
    const value = read(request);
    return value === undefined || typeof value !== typeof wanted ? undefined : value === wanted;
  };
}

function hasOf({ left, attr }: z.infer<typeof ofAttribute>): Test {
  const fields = fieldsOf(left);
  return (request) => {
    const record = fields(request);
    return record === undefined ? undefined : Object.hasOwn(record, attr);
  };
}

function readOf({ left, attr }: z.infer<typeof ofAttribute>): (request: CedarRequest) => unknown {
  const fields = fieldsOf(left);
  return (request) => {
    const record = fields(request);
    return record !== undefined && Object.hasOwn(record, attr) ? record[attr] : undefined;
  };
}

/** Attributes of the request's own three; of anything else nothing is known. */
function fieldsOf(expression: unknown): (request: CedarRequest) => Fields | undefined {
  const variable = forms.variable.safeParse(expression);
  if (!variable.success) return () => undefined;
  switch (variable.data.Var) {
    case 'context':
      return ({ context }) => context;
    case 'principal':
      return ({ entities }) => entities[0]?.attrs;
    case 'resource':
      return ({ entities }) => entities[1]?.attrs;
    case 'action':
      return () => undefined;
  }
}

const truth = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const negated = (value: boolean | undefined): boolean | undefined =>
  value === undefined ? undefined : !value;

const scopeShape = z.object({
  op: z.enum(['All', '==', 'in', 'is']),
  entity: uid.optional(),
  entities: z.array(uid).optional(),
  entity_type: z.string().optional(),
  in: z.object({ entity: uid.optional() }).optional(),
});

/** Whether a rule's head (`principal …`, `action …`, `resource …`) fits. Heads never fail. */
export function scopeTest(
  scope: unknown,
  which: 'principal' | 'action' | 'resource',
): (request: CedarRequest) => boolean {
  const { op, entity, entities, entity_type, in: within } = scopeShape.parse(scope);
  const target = (request: CedarRequest) => request[which];
  const isIn = (request: CedarRequest, wanted: Uid): boolean =>
    same(target(request), wanted) ||
    (which !== 'action' &&
      (request.entities[which === 'principal' ? 0 : 1]?.parents ?? []).some((one) => same(one, wanted)));
  switch (op) {
    case 'All':
      return () => true;
    case '==':
      return (request) => entity !== undefined && same(target(request), entity);
    case 'in': {
      const wanted = [...(entity === undefined ? [] : [entity]), ...(entities ?? [])];
      return (request) => wanted.some((one) => isIn(request, one));
    }
    case 'is':
      return (request) =>
        target(request).type === entity_type &&
        (within?.entity === undefined || isIn(request, within.entity));
  }
}

const same = (one: Uid, other: Uid): boolean => one.type === other.type && one.id === other.id;
