import { isDeepStrictEqual } from 'node:util';
import type { NameKey } from './yaml-tree.ts';

/** A value of YAML in its three versions; `undefined` where there is none. */
type Values = readonly [base: unknown, ours: unknown, theirs: unknown];

/**
 * Whether `merged` is what a merge of the values must give, whatever the texts looked like: the second opinion on every
 * merge by key. Maps are `Map`s. Texts and lists without ids that both sides changed are not looked into. Pure.
 */
export function agrees(values: Values, merged: unknown, nameKey: NameKey = (key) => key): boolean {
  const [base, ours, theirs] = values;
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(theirs, base))
    return isDeepStrictEqual(merged, ours);
  if (isDeepStrictEqual(ours, base)) return isDeepStrictEqual(merged, theirs);
  const sides = [base ?? new Map(), ours, theirs, merged];
  if (sides.every((side) => side instanceof Map)) return agreeing(sides.map(keyed(nameKey)), nameKey);
  const lists = [base ?? [], ours, theirs, merged];
  if (lists.every(Array.isArray)) {
    const items = lists.map(byId);
    return items.every((map) => map !== undefined) ? agreeing(items, nameKey) : true;
  }
  return [base ?? '', ours, theirs, merged].every((side) => typeof side === 'string');
}

type Fields = ReadonlyMap<string, unknown>;

function agreeing([base, ours, theirs, merged]: readonly Fields[], nameKey: NameKey): boolean {
  const keys = new Set([base, ours, theirs, merged].flatMap((map) => [...(map?.keys() ?? [])]));
  return [...keys].every((key) =>
    agrees([base?.get(key), ours?.get(key), theirs?.get(key)], merged?.get(key), nameKey),
  );
}

const keyed =
  (nameKey: NameKey) =>
  (map: ReadonlyMap<unknown, unknown>): Fields =>
    new Map([...map].map(([key, value]) => [nameKey(`${key}`) || `${key}`, value]));

function byId(list: readonly unknown[]): Fields | undefined {
  const found = new Map<string, unknown>();
  for (const item of list) {
    const id = idOf(item);
    if (id === undefined || found.has(id)) return undefined;
    found.set(id, item);
  }
  return found;
}

/** The same ids as in `yaml-tree.ts`, over values. */
function idOf(item: unknown): string | undefined {
  if (!(item instanceof Map)) return typeof item === 'object' ? undefined : JSON.stringify(item);
  const key = ['id', 'name', 'description'].find((name) =>
    ['string', 'number'].includes(typeof item.get(name)),
  );
  return key === undefined ? undefined : `${key} ${item.get(key)}`;
}
