import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Found } from '../../policy/index.ts';
import type { Placed } from './inspect.ts';
import { type Leaf, mapMembers } from './leaves.ts';

/** What is done to a class of data. `reversible`: whoever asked sees the data again where the placeholder comes back. */
export interface Removal {
  readonly kind: 'redact' | 'mask';
  /** A class, or a class and a kind. */
  readonly dataClass: string;
  readonly reversible: boolean;
}

/** The removal that a finding falls under; to redact is more than to mask. */
export function removalOf(removals: readonly Removal[], found: Found): Removal | undefined {
  if (found.confidence === 'possible') return undefined;
  const fitting = removals.filter(
    ({ dataClass }) => dataClass === found.dataClass || dataClass === `${found.dataClass}.${found.kind}`,
  );
  return fitting.find(({ kind }) => kind === 'redact') ?? fitting[0];
}

/** Placeholders of one execution: the same value has the same one, so that a model can tell people apart. */
export interface Placeholders {
  /** The placeholder of a value. */
  of(found: Pick<Found, 'dataClass'>, value: string, reversible: boolean): string;
  /** Puts values back where placeholders stand that may be undone. */
  restored(text: string): string;
  /** True when there is something to put back. */
  readonly undoes: boolean;
}

export function createPlaceholders(): Placeholders {
  const byValue = new Map<string, string>();
  const values = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    of: ({ dataClass }, value, reversible) => {
      const key = `${dataClass} ${value}`;
      const known = byValue.get(key);
      const count = (counts.get(dataClass) ?? 0) + 1;
      const placeholder = known ?? `[${dataClass.toUpperCase()}_${count}]`;
      if (known === undefined) {
        counts.set(dataClass, count);
        byValue.set(key, placeholder);
      }
      if (reversible) values.set(placeholder, value);
      return placeholder;
    },
    restored: (text) =>
      values.size === 0 || !text.includes('[')
        ? text
        : text.replace(
            /\[[A-Z][A-Z0-9_-]{0,80}_\d{1,6}\]/g,
            (placeholder) => values.get(placeholder) ?? placeholder,
          ),
    get undoes() {
      return values.size > 0;
    },
  };
}

/** Longest placeholder: a stream holds back as much, so that none is cut in two. */
export const longestPlaceholder = 96;

/** Where in a text something is removed, and what is put there. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/** The cuts that removals make of findings in one text. */
export function cutsOf(
  text: string,
  found: readonly (Found & { readonly continues?: boolean })[],
  removals: readonly Removal[],
  placeholders: Placeholders,
): Cut[] {
  return found.flatMap((one): Cut[] => {
    const removal = removalOf(removals, one);
    if (removal === undefined) return [];
    const { start, end } = one;
    const value = text.slice(start, end);
    if (one.continues === true) return [{ start, end, put: '' }];
    const put =
      removal.kind === 'mask'
        ? masked(one.dataClass, value)
        : placeholders.of(one, value, removal.reversible);
    return [{ start, end, put }];
  });
}

/** The text with its cuts made. Cuts that overlap become one, so that nothing of either is left. Pure. */
export function cut(text: string, cuts: readonly Cut[]): string {
  if (cuts.length === 0) return text;
  const sorted = [...cuts].sort((left, right) => left.start - right.start || right.end - left.end);
  let result = '';
  let at = 0;
  for (const { start, end, put } of sorted) {
    if (end <= at) continue;
    if (start >= at) result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

/** What people see of a number that they know: its end. Nothing of a secret. */
function masked(dataClass: string, value: string): string {
  const shown = ['card', 'iban', 'phone'].includes(dataClass) ? 4 : 0;
  const last = value.length - shown;
  return [...value].map((one, at) => (/[\p{L}\p{N}]/u.test(one) && at < last ? '•' : one)).join('');
}

/** The members of a body without what removals name. `placed` is what `inspect` found in exactly this value. */
export function withoutPlaced(
  members: JsonObject,
  placed: readonly Placed[],
  removals: readonly Removal[],
  placeholders: Placeholders,
): JsonObject {
  if (removals.length === 0 || placed.length === 0) return members;
  const byLeaf = Map.groupBy(placed, ({ leaf }) => leaf);
  let index = -1;
  return mapMembers(members, ({ text }: Leaf) => {
    index += 1;
    return cut(text, cutsOf(text, byLeaf.get(index) ?? [], removals, placeholders));
  });
}
