import { type Filter as Parsed, parse } from 'scim2-parse-filter';
import { isStorableText } from '../../platform/untrusted-json.ts';
import { bad } from './error.ts';

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** A filter that names only attributes that there are, with values of their kinds. What it becomes in SQL are parameters only. */
export type Filter<Attribute extends string> =
  | { readonly is: 'all' | 'any'; readonly of: readonly Filter<Attribute>[] }
  | { readonly is: 'not'; readonly of: Filter<Attribute> }
  | { readonly is: 'present'; readonly attribute: Attribute }
  | { readonly is: 'constant'; readonly value: boolean }
  | {
      readonly is: 'compare';
      readonly attribute: Attribute;
      readonly by: Comparison;
      readonly value: string | boolean | Date;
    };

/** What an attribute holds: texts compared without case, texts compared exactly, truth, or a time. */
export type AttributeKind = 'text' | 'exact' | 'boolean' | 'time';

const mostCharacters = 4000;
const mostParts = 100;

/**
 * Reads a filter (RFC 7644 §3.4.2.2), against the attributes that may be asked for. Pure.
 * @param attributes by name in lower case, `emails.value`
 * @param constants attributes that are the same for everybody
 * @throws ScimError `invalidFilter`, `tooMany`
 */
export function readFilter<Attribute extends string>(
  text: string,
  attributes: ReadonlyMap<string, readonly [Attribute, AttributeKind]>,
  constants: ReadonlyMap<string, string | boolean> = new Map(),
): Filter<Attribute> {
  if (text.length > mostCharacters)
    throw bad('tooMany', `A filter has at most ${mostCharacters} characters.`);
  let parts = 0;
  const convert = (node: Parsed, prefix: string): Filter<Attribute> => {
    parts += 1;
    if (parts > mostParts) throw bad('tooMany', `A filter has at most ${mostParts} parts.`);
    if ('filters' in node)
      return { is: node.op === 'and' ? 'all' : 'any', of: node.filters.map((one) => convert(one, prefix)) };
    if ('filter' in node) return { is: 'not', of: convert(node.filter, prefix) };
    if ('valFilter' in node) return convert(node.valFilter, `${plainName(node.attrPath)}.`);
    return leafOf(node, `${prefix}${plainName(node.attrPath)}`);
  };
  const leafOf = (node: Extract<Parsed, { attrPath: string }>, name: string): Filter<Attribute> => {
    const constant = constants.get(name);
    if (constant !== undefined) {
      const same = 'compValue' in node && String(node.compValue).toLowerCase() === String(constant);
      return {
        is: 'constant',
        value: node.op === 'pr' || (node.op === 'ne' ? !same : node.op === 'eq' && same),
      };
    }
    const found = attributes.get(name);
    if (found === undefined) throw bad('invalidFilter', `${name} cannot be asked for here.`);
    const [attribute, kind] = found;
    if (!('compValue' in node)) return { is: 'present', attribute };
    return { is: 'compare', attribute, by: node.op, value: comparable(name, kind, node.op, node.compValue) };
  };
  return convert(parsed(text), '');
}

function parsed(text: string): Parsed {
  try {
    return parse(text);
  } catch {
    throw bad(
      'invalidFilter',
      'The filter cannot be read. Write it as RFC 7644 §3.4.2.2 says: userName eq "ada@example.com".',
    );
  }
}

function plainName(path: string): string {
  return path.toLowerCase().replace(/^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/, '');
}

function comparable(
  name: string,
  kind: AttributeKind,
  by: Comparison,
  value: string | number | boolean | null,
): string | boolean | Date {
  const wrong = bad('invalidFilter', `${name} cannot be compared with that by ${by}.`);
  if (kind === 'boolean') {
    const truth = typeof value === 'string' ? { true: true, false: false }[value.toLowerCase()] : value;
    if (typeof truth !== 'boolean' || (by !== 'eq' && by !== 'ne')) throw wrong;
    return truth;
  }
  if (typeof value !== 'string' || !isStorableText(value)) throw wrong;
  if (kind !== 'time') return value;
  const at = new Date(value);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999 || /^(?:co|sw|ew)$/.test(by)) throw wrong;
  return at;
}
