import { createHash } from 'node:crypto';
import type { Principal } from '../../access/index.ts';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import type { Dialect } from '../dialect.ts';
import { factsOf } from '../facts.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';

/** One thing that was said, whatever dialect it was in: whose, and what, calls of tools by their ids. */
type Said = readonly [role: string, text: string];

type Speaker = Pick<Principal, 'organization' | 'id'>;

/** Dialects in which one speaks. */
const spoken: readonly Dialect[] = ['chat', 'messages', 'responses'];

/**
 * A digest of what was said before the last answer in a request, that answer included; undefined for what begins a conversation. The same
 * as `tailOf` the turn before. Instructions are left out: clients change them between turns.
 */
export function prefixOf(principal: Speaker, dialect: Dialect, body: JsonObject): string | undefined {
  if (!spoken.includes(dialect)) return undefined;
  const said = saidIn(body);
  const last = said.findLastIndex(([role]) => role === 'assistant');
  return last < 1 ? undefined : digestOf(principal, said.slice(0, last + 1));
}

/** A digest of a request and its answer, by which the next turn is known. Undefined where nothing was said. */
export function tailOf(
  principal: Speaker,
  dialect: Dialect,
  body: JsonObject,
  reply: JsonObject,
): string | undefined {
  if (!spoken.includes(dialect)) return undefined;
  const said = saidIn(body);
  const answer = factsOf(reply).text + toolCalls(reply);
  return said.length === 0 || answer === ''
    ? undefined
    : digestOf(principal, [...said, ['assistant', answer]]);
}

/** Of one principal: what two of them say is never one conversation. 128 bits, for it only has to find. */
function digestOf({ organization, id }: Speaker, said: readonly Said[]): string {
  const hash = createHash('sha256').update(JSON.stringify([organization, id]));
  for (const [role, text] of joined(said)) hash.update(`\0${role}\0${text.length}\0`).update(text);
  return hash.digest('base64url').slice(0, 22);
}

/** What one side says in several pieces is one: dialects cut it differently. */
function joined(said: readonly Said[]): readonly Said[] {
  const whole: Said[] = [];
  for (const [role, text] of said) {
    const before = whole.at(-1);
    if (before?.[0] === role) whole[whole.length - 1] = [role, before[1] + text];
    else whole.push([role, text]);
  }
  return whole;
}

function saidIn({ messages, input }: JsonObject): readonly Said[] {
  if (typeof input === 'string') return [['user', input]];
  const items = isJsonArray(messages) ? messages : isJsonArray(input) ? input : [];
  return items.filter(isJsonObject).flatMap((item): Said[] => {
    const role = roleOf(item);
    return role === 'system' || role === 'developer' ? [] : [[role, textOf(item.content) + callsOf(item)]];
  });
}

/** Items of the Responses API without a role are calls of tools, which the model makes, and their results. */
function roleOf(item: JsonObject): string {
  return (
    stringMember(item, 'role') ??
    (stringMember(item, 'type')?.endsWith('_output') === true ? 'user' : 'assistant')
  );
}

function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  const parts = isJsonArray(content) ? content.filter(isJsonObject) : [];
  return parts.map((part) => (stringMember(part, 'text') ?? '') + callsOf(part)).join('');
}

/** Calls of tools, and results of them, by their ids. */
function callsOf(item: JsonObject): string {
  const { tool_calls: calls, type } = item;
  const own =
    stringMember(item, 'tool_call_id') ??
    stringMember(item, 'call_id') ??
    stringMember(item, 'tool_use_id') ??
    (type === 'tool_use' ? stringMember(item, 'id') : undefined);
  const asked = isJsonArray(calls)
    ? calls.filter(isJsonObject).map((call) => stringMember(call, 'id') ?? '')
    : [];
  return [...asked, ...(own === undefined ? [] : [own])].map((id) => `\u0001${id}`).join('');
}

function toolCalls(reply: JsonObject): string {
  const { choices, content, output } = reply;
  const first = isJsonArray(choices) ? choices[0] : undefined;
  const message = isJsonObject(first) ? first.message : undefined;
  const items = [
    ...(isJsonObject(message) ? [message] : []),
    ...(isJsonArray(content) ? content.filter(isJsonObject) : []),
    ...(isJsonArray(output) ? output.filter(isJsonObject) : []),
  ];
  return items.map(callsOf).join('');
}
