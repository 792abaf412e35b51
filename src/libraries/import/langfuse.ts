import { type Fields, isFields, isList, type Value } from '../dotprompt/value.ts';
import type { ComposedMessage } from './compose.ts';
import { type Found, foundOr, Unconvertible } from './found.ts';
import {
  fieldsAt,
  refuseForeign,
  roleNamed,
  settingsOf,
  textAt,
  textOfContent,
  textsAt,
} from './message-parts.ts';

/**
 * A prompt as Langfuse's prompts API gives it: `name`, `version`, `type` text or chat, `prompt`, `config`, `labels`, `tags`. Undefined when it is
 * none.
 */
export function readLangfuse(value: Value, source: string): Found | undefined {
  if (!isFields(value) || typeof value.name !== 'string') return undefined;
  const known = ['version', 'versions', 'labels', 'config', 'type'].some((name) => value[name] !== undefined);
  if (!known) return undefined;
  const { name, prompt } = value;
  const version = typeof value.version === 'number' ? value.version : undefined;
  const called = `${source}: ${name}${version === undefined ? '' : ` (version ${version})`}`;
  if (prompt === undefined && isList(value.versions)) {
    const why = 'This is an entry of a list without texts. Export the prompt itself, then import that.';
    return { type: 'nothing', source: called, why };
  }
  if (typeof prompt !== 'string' && !isList(prompt)) return undefined;
  return foundOr(called, () => {
    const notes = ['From Langfuse.'];
    const messages = isList(prompt)
      ? chatOf(prompt, notes)
      : [{ role: 'user', text: checked(prompt) } as const];
    const labels = textsAt(value, 'labels').filter((label) => label !== 'latest');
    if (labels.length > 0)
      notes.push(`It had the labels ${labels.join(', ')}: publish it to environments instead.`);
    const composition = {
      ...settingsOf(fieldsAt(value, 'config')),
      messages,
      placeholders: 'mustache',
      ...governance(value),
    } as const;
    return { type: 'prompt', source: called, name, version, composition, notes };
  });
}

function chatOf(list: readonly Value[], notes: string[]): ComposedMessage[] {
  let history = 0;
  return list.map((message): ComposedMessage => {
    if (!isFields(message)) throw new Unconvertible('One of its messages is not an object.');
    if (message.type === 'placeholder') {
      history += 1;
      const name = textAt(message, 'name') ?? '';
      if (history > 1)
        throw new Unconvertible('It has several places for messages; a prompt here has one, {{history}}.');
      notes.push(`The messages of "${name}" go where {{history}} stands.`);
      return { history: true };
    }
    return { role: roleNamed(message.role), text: checked(textOfContent(message.content)) };
  });
}

function checked(text: string): string {
  if (text.includes('@@@langfusePrompt:'))
    throw new Unconvertible(
      'It includes another prompt of Langfuse (@@@langfusePrompt…). Export it with its references resolved.',
    );
  refuseForeign(text, 'mustache');
  return text;
}

function governance(value: Fields): { countersign?: { tags: readonly string[] } } {
  const tags = textsAt(value, 'tags').filter((tag) => tag !== '' && tag.length <= 200);
  return tags.length > 0 ? { countersign: { tags: tags.slice(0, 100) } } : {};
}
