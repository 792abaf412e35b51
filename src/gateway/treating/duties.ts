import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Obligation } from '../../policy/index.ts';
import type { Dialect } from '../dialect.ts';
import { countMember } from '../json.ts';
import type { Removal } from './replace.ts';

/** What a permit asks for, put together: of several limits the least, of several shares the greatest. */
export interface Duties {
  readonly removals: readonly Removal[];
  readonly hold: boolean;
  readonly maxTokens: number | null;
  readonly forceModel: string | null;
  readonly forceRegion: string | null;
  readonly disclosures: readonly string[];
  readonly samplePercent: number;
  /** The intent is to be durable before the provider is called. */
  readonly strict: boolean;
  /** Ids of rules that warn. */
  readonly warnings: readonly string[];
}

/** Pure. Two rules that force different models contradict each other; the caller refuses what cannot be carried out. */
export function dutiesOf(
  obligations: readonly Obligation[],
): Duties & { readonly contradiction: string | null } {
  const of = (kind: Obligation['kind']) => obligations.filter((one) => one.kind === kind);
  const values = (kind: Obligation['kind']) => [...new Set(of(kind).map(({ argument }) => argument))];
  const numbers = (kind: Obligation['kind']) => values(kind).map(Number);
  const models = values('force_model');
  const regions = values('force_region');
  const contradiction =
    models.length > 1
      ? `rules force different models (${models.join(', ')})`
      : regions.length > 1
        ? `rules force different regions (${regions.join(', ')})`
        : null;
  return {
    removals: [...of('redact'), ...of('mask')].map(removalOf),
    hold: of('hold').length > 0,
    maxTokens: numbers('max_tokens').reduce<number | null>(
      (least, one) => (least === null ? one : Math.min(least, one)),
      null,
    ),
    forceModel: models[0] ?? null,
    forceRegion: regions[0] ?? null,
    disclosures: values('disclose'),
    samplePercent: Math.max(0, ...numbers('sample')),
    strict: of('durability').length > 0,
    warnings: of('warn').map(({ rule }) => rule),
    contradiction,
  };
}

/** `email reversible`: whoever asked sees the value again where the placeholder comes back. */
function removalOf({ kind, argument }: Obligation): Removal {
  const [dataClass = '', way] = argument.split(' ');
  return {
    kind: kind === 'mask' ? 'mask' : 'redact',
    dataClass,
    reversible: kind === 'redact' && way === 'reversible',
  };
}

/** How each dialect says how long an answer may be. */
const limits: Readonly<Record<Dialect, readonly [string, ...string[]] | null>> = {
  chat: ['max_tokens', 'max_completion_tokens'],
  responses: ['max_output_tokens'],
  messages: ['max_tokens'],
  embeddings: null,
  count_tokens: null,
};

/** The body with its limit lowered. What writes no answer has none. Pure. */
export function capped<Body extends JsonObject>(dialect: Dialect, body: Body, most: number | null): Body {
  const names = limits[dialect];
  if (most === null || names === null) return body;
  const set = names.filter((name) => body[name] != null);
  const capping = set.length === 0 ? [names[0]] : set;
  return {
    ...body,
    ...Object.fromEntries(capping.map((name) => [name, Math.min(countMember(body, name) ?? most, most)])),
  };
}

/** Whether a call of this dialect says how long its answer may be. */
export const limitsTokens = (dialect: Dialect): boolean => limits[dialect] !== null;
