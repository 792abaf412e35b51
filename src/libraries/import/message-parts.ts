import type { Role } from '../dotprompt/index.ts';
import { type Fields, fieldsFrom, isFields, isList, type Value } from '../dotprompt/value.ts';
import { Unconvertible } from './found.ts';
import { foreignConstruct, type PlaceholderStyle } from './placeholders.ts';

const ROLE_NAMES: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'model'],
  ['ai', 'model'],
  ['model', 'model'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** The role that others call `assistant` or `human`. @throws Unconvertible */
export function roleNamed(name: Value): Role {
  const role = typeof name === 'string' ? ROLE_NAMES.get(name.toLowerCase()) : undefined;
  if (role === undefined)
    throw new Unconvertible(
      `A message has the role ${JSON.stringify(name ?? null).slice(0, 40)}, which prompts here do not have.`,
    );
  return role;
}

/** The text of a message's content: a text, or a list of texts. @throws Unconvertible for images and the like */
export function textOfContent(content: Value): string {
  if (typeof content === 'string') return content;
  if (!isList(content)) throw new Unconvertible('A message has no text.');
  return content.map(textOfPart).join('');
}

function textOfPart(part: Value): string {
  if (typeof part === 'string') return part;
  const text = isFields(part) ? part.text : undefined;
  if (typeof text === 'string') return text;
  throw new Unconvertible(
    'A message holds an image, a file or a tool call. Only text is converted; add {{media url=…}} by hand.',
  );
}

/** @throws Unconvertible when the text has conditions, filters or formats that a prompt here has not */
export function refuseForeign(text: string, style: PlaceholderStyle): void {
  const found = foreignConstruct(text, style);
  if (found !== undefined)
    throw new Unconvertible(
      `It holds ${JSON.stringify(found)}, which is more than a variable and means something else here. Rewrite it by hand.`,
    );
}

const CONFIG_NAMES: ReadonlyMap<string, string> = new Map([
  ['max_tokens', 'maxOutputTokens'],
  ['max_completion_tokens', 'maxOutputTokens'],
  ['max_output_tokens', 'maxOutputTokens'],
  ['maxTokens', 'maxOutputTokens'],
  ['top_p', 'topP'],
  ['top_k', 'topK'],
  ['stop', 'stopSequences'],
  ['stop_sequences', 'stopSequences'],
]);

/** The model and its settings, under Dotprompt's names. */
export function settingsOf(fields: Fields, names?: ReadonlySet<string>): { model?: string; config: Fields } {
  const { model } = fields;
  const kept = Object.entries(fields).filter(
    ([name, value]) =>
      name !== 'model' && value !== null && value !== undefined && (names === undefined || names.has(name)),
  );
  const config = fieldsFrom(kept.map(([name, value]) => [CONFIG_NAMES.get(name) ?? name, value] as const));
  return { ...(typeof model === 'string' && model !== '' ? { model: model.slice(0, 500) } : {}), config };
}

export const textAt = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
};

export const textsAt = (fields: Fields, name: string): readonly string[] => {
  const value = fields[name];
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
};

export const fieldsAt = (fields: Fields, name: string): Fields => {
  const value = fields[name];
  return isFields(value) ? value : fieldsFrom([]);
};
