import {
  type CheckParseAnswer,
  checkParsePolicySet,
  checkParseSchema,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { Position } from '../dotprompt/fault.ts';
import { beyondLimits, CEDAR_LIMITS, type CedarRule, cedarRules, cedarTokens } from './cedar-tokens.ts';

/** A place and a sentence. */
export interface CedarFault extends Position {
  readonly kind: 'syntax' | 'limit';
  readonly message: string;
}

/** Rules with the way from an offset to its place, or why there are none. */
export type CedarResult =
  | { readonly ok: true; readonly rules: readonly CedarRule[]; readonly position: (at: number) => Position }
  | { readonly ok: false; readonly faults: readonly CedarFault[] };

/** Reads policies with Cedar's own parser, behind limits that keep it alive (`CEDAR_LIMITS`). Pure, total. */
export function readCedar(text: string): CedarResult {
  const tokens = cedarTokens(text);
  const position = positionsIn(text);
  const refused = refusal(text, beyondLimits(tokens, { angles: false }), position);
  if (refused) return refused;
  const template = tokens.find((token) => /^\?(?:principal|resource)$/.test(token.text));
  const answer = checkParsePolicySet({ staticPolicies: text });
  if (answer.type === 'success') return { ok: true, rules: cedarRules(tokens), position };
  if (template !== undefined && answer.errors.every(({ sourceLocations }) => !sourceLocations?.length)) {
    const message = `"${template.text}" makes this a template, which nothing fills. Name somebody or something.`;
    return { ok: false, faults: [{ kind: 'syntax', message, ...position(template.at) }] };
  }
  return { ok: false, faults: faultsIn(text, answer, position) };
}

/** How many rules are read in one go. */
const atOnce = 25;

/**
 * As `readCedar`, in small pieces with a `turn` for others before each: a thousand rules must not keep a server from everything else. A text of
 * which any piece cannot be read is read whole, for its faults.
 */
export async function readCedarInTurns(text: string, turn: () => Promise<unknown>): Promise<CedarResult> {
  const tokens = cedarTokens(text);
  const position = positionsIn(text);
  const refused = refusal(text, beyondLimits(tokens, { angles: false }), position);
  if (refused) return refused;
  const rules = cedarRules(tokens);
  let from = 0;
  for (let last = Math.min(atOnce, rules.length) - 1; last >= 0; ) {
    await turn();
    const isEnd = last === rules.length - 1;
    const to = isEnd ? text.length : (rules[last]?.end ?? text.length);
    if (checkParsePolicySet({ staticPolicies: text.slice(from, to) }).type === 'failure')
      return readCedar(text);
    if (isEnd) return { ok: true, rules, position };
    from = to;
    last = Math.min(last + atOnce, rules.length - 1);
  }
  return readCedar(text);
}

/** What is wrong with a schema in Cedar's own notation. Pure, total. */
export function schemaFaults(text: string): readonly CedarFault[] {
  const position = positionsIn(text);
  const refused = refusal(text, beyondLimits(cedarTokens(text), { angles: true }), position);
  return refused ? refused.faults : faultsIn(text, checkParseSchema(text), position);
}

function refusal(
  text: string,
  beyond: { readonly at: number; readonly what: string } | undefined,
  position: (at: number) => Position,
): { readonly ok: false; readonly faults: readonly CedarFault[] } | undefined {
  if (!text.isWellFormed()) {
    const message = 'This holds half a character (a lone surrogate), which no file can. Remove it.';
    return { ok: false, faults: [{ kind: 'syntax', message, line: 1, column: 1 }] };
  }
  const long = Buffer.byteLength(text) > CEDAR_LIMITS.bytes;
  const found = long ? { at: 0, what: `over ${CEDAR_LIMITS.bytes / 1024} KiB` } : beyond;
  if (found === undefined) return undefined;
  const message = `This is ${found.what}, more than is read. Make it simpler, or several files.`;
  return { ok: false, faults: [{ kind: 'limit', message, ...position(found.at) }] };
}

function faultsIn(text: string, answer: CheckParseAnswer, position: (at: number) => Position): CedarFault[] {
  if (answer.type === 'success') return [];
  const bytes = Buffer.from(text);
  return answer.errors.map(({ message, help, sourceLocations }) => {
    const [place] = sourceLocations ?? [];
    // Cedar counts bytes of UTF-8; editors count UTF-16.
    const at = place === undefined ? 0 : bytes.subarray(0, place.start).toString('utf8').length;
    const said = message.replace(/^failed to parse (?:policies|schema) from string: /, '');
    const what = said.replace(/^error parsing schema: /, '');
    const wanted = place?.label ? `, ${place.label}` : '';
    const next = help ? ` ${capital(help.replace(/[.]$/, ''))}${help.endsWith('?') ? '' : '.'}` : '';
    return {
      kind: 'syntax',
      message: `Cedar cannot read this: ${what}${wanted}.${next}`.slice(0, 500),
      ...position(Math.min(at, text.trimEnd().length)),
    };
  });
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Lines and columns from 1; line ends are LF, as in Cedar and git. */
function positionsIn(text: string): (at: number) => Position {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return (at) => {
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}
