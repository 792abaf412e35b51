import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';

/** A repeatable sequence of choices from a seed. */
export interface Dice {
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  number(below: number): number;
}

export function dice(seed: string): Dice {
  let round = 0;
  const number = (below: number): number => {
    const digest = createHash('sha256').update(`${seed}/${round++}`).digest();
    return digest.readUInt32BE(0) % below;
  };
  return { number, pick: (items) => items[number(items.length)] ?? items[0] };
}

/** The text of a message's content: a string, or the text parts of a list. */
export function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!isJsonArray(content)) return '';
  return content.flatMap((part) => (isJsonObject(part) ? (stringMember(part, 'text') ?? []) : [])).join('\n');
}

/** Sentences of the input that say most: the longest ones, in their order. */
function keySentences(input: string, count: number): string[] {
  const sentences = input
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim().replace(/\s+/g, ' '))
    .filter((sentence) => sentence.length > 12);
  const longest = new Set([...sentences].sort((left, right) => right.length - left.length).slice(0, count));
  return sentences.filter((sentence) => longest.has(sentence)).slice(0, count);
}

const openings = ['In short:', 'Here is the gist.', 'The essentials:', 'At a glance:'] as const;
const nextSteps = [
  'Next step: confirm the open points with the owner by the end of the week.',
  'Suggested follow-up: agree on a date and name one person who is responsible.',
  'Recommendation: go ahead, and review the result in two weeks.',
  'Open question: who needs to agree before this can start?',
] as const;
const thanks = [
  'Thank you for getting in touch.',
  'Thank you for your message, and for your patience.',
  'Thanks for letting us know.',
] as const;

/** A short, believable answer that is made of the input. The same input and dice give the same text. */
export function businessAnswer(instructions: string, input: string, roll: Dice): string {
  const asked = `${instructions}\n${input}`.toLowerCase();
  const points = keySentences(input === '' ? instructions : input, 3);
  const gist =
    points.length === 0 ? ['There is little to go on; please add the details that matter.'] : points;
  if (/\b(classify|category|triage|sentiment|priority)\b/.test(asked))
    return `Category: ${roll.pick(['request', 'complaint', 'question', 'praise'])}. Priority: ${roll.pick(['low', 'normal', 'high'])}. Reason: ${gist[0]}`;
  if (/\b(reply|respond|e-?mail|letter|answer the customer)\b/.test(asked))
    return `${roll.pick(thanks)} We understand the point: ${gist[0]} We are looking into it and will come back to you within ${1 + roll.number(3)} working days.\n\nKind regards`;
  if (/\b(translate|translation)\b/.test(asked)) return `[translation] ${gist.join(' ')}`;
  return `${roll.pick(openings)}\n${gist.map((point) => `- ${point.slice(0, 220)}`).join('\n')}\n${roll.pick(nextSteps)}`;
}

/** A value that fits a JSON schema's types, enumerations and required members. Strings come from the input. */
export function valueFor(
  schema: JsonValue | undefined,
  name: string,
  input: string,
  roll: Dice,
  depth = 0,
): JsonValue {
  if (!isJsonObject(schema) || depth > 8) return keySentences(input, 1)[0] ?? name;
  const { enum: choices, const: fixed } = schema;
  if (fixed !== undefined) return fixed;
  if (isJsonArray(choices) && choices.length > 0) return choices[roll.number(choices.length)] ?? null;
  const type = isJsonArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || isJsonObject(schema.properties)) return objectFor(schema, input, roll, depth);
  if (type === 'array') {
    const items = schema.items;
    return Array.from({ length: 1 + roll.number(2) }, () => valueFor(items, name, input, roll, depth + 1));
  }
  if (type === 'integer') return 1 + roll.number(9);
  if (type === 'number') return (1 + roll.number(99)) / 10;
  if (type === 'boolean') return roll.number(2) === 0;
  if (type === 'null') return null;
  return keySentences(input, 3)[roll.number(3)] ?? `${name.replaceAll('_', ' ')}: as described`;
}

function objectFor(schema: JsonObject, input: string, roll: Dice, depth: number): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [
      name,
      valueFor(member, name, input, roll, depth + 1),
    ]),
  );
}
