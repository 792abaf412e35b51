import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { parsePrompt, splitDocument, variablesUsed } from '../dotprompt/index.ts';
import { toValue, type Value } from '../dotprompt/value.ts';
import { withBracesFor } from './bracketed.ts';
import { type ComposedMessage, composePrompt } from './compose.ts';
import { readConversation } from './conversation.ts';
import type { Found } from './found.ts';
import { readLangchain } from './langchain.ts';
import { readMessages } from './openai.ts';
import { foreignConstruct, likelyStyle, type PlaceholderStyle, piecesOf } from './placeholders.ts';
import { curlBody } from './shell-words.ts';

export const PASTE_FORMS = [
  'dotprompt',
  'plain',
  'conversation',
  'messages',
  'langchain',
  'request',
] as const;
/** What a pasted text was taken for. */
export type PasteForm = (typeof PASTE_FORMS)[number];

export interface Pasted {
  /** The prompt as a Dotprompt file. */
  readonly text: string;
  readonly detected: PasteForm;
  readonly variables: readonly string[];
  /** Sentences: what was recognized, what is called otherwise, what was left out. */
  readonly notes: readonly string[];
}

/**
 * Makes a prompt of what somebody pasted. Total: what is not recognized is the text of one message. Pure; the caller bounds the length of `text`.
 * JSON is read with limits (AT-60) and without names that reach prototypes (AT-58). Of a command only its body is taken, never its headers.
 */
export function convertPaste(text: string, name?: string): Pasted {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const document = asDocument(plain);
  if (document !== undefined) return document;
  const command = curlBody(plain);
  if (command !== undefined && command.body === undefined)
    return {
      text: '',
      detected: 'request',
      variables: [],
      notes: ['This command has no body that can be read (-d ’{…}’). Paste the body itself.'],
    };
  const json = jsonIn(command?.body ?? plain);
  const found = json.value === undefined ? undefined : readings(json.value, name ?? 'paste');
  if (found?.found.type === 'prompt') {
    const { composition, notes } = found.found;
    const described = { ...composition, description: composition.description ?? name };
    return checked(composePrompt(described), found.detected, [...keyNote(command), ...notes]);
  }
  const why = found?.found.type === 'nothing' ? found.found.why : json.why;
  const notes = why === undefined ? [] : [`Taken as plain text. ${why}`];
  return asText(command?.body ?? plain, name, notes);
}

/** What has the form of a Dotprompt file stays as it is, also when it has faults. */
function asDocument(text: string): Pasted | undefined {
  const opened = /^---[ \t]*\n/.test(text) && /\n---[ \t]*(?:\n|$)/.test(text);
  const yaml = opened ? splitDocument(text).yaml : undefined;
  const isFront =
    yaml !== undefined &&
    /^(?:model|config|input|output|tools|countersign|description|variant|name):/m.test(yaml);
  const speaks =
    /\{\{[~#]?\s?(?:role|history|media|section)\b/.test(text) ||
    /\{\{~?#(?:each|if|unless|with|ifEquals)\s/.test(text);
  const result = parsePrompt(text);
  if (!isFront && !(speaks && result.ok)) return undefined;
  if (!result.ok)
    return {
      text,
      detected: 'dotprompt',
      variables: [],
      notes: result.faults.slice(0, 3).map(({ line, message }) => `Line ${line}: ${message}`),
    };
  const variables = variablesUsed(result.prompt).map((variable) => variable.name);
  const notes = yaml === undefined ? ['Its template is one already. It declares no variables yet.'] : [];
  return { text, detected: 'dotprompt', variables, notes };
}

/** The JSON in a text, also in a fenced block; why not, when it only looks like some. */
function jsonIn(text: string): { value?: Value; why?: string } {
  const bare = text
    .trim()
    .replace(/^```(?:json)?\n/, '')
    .replace(/\n```$/, '')
    .trim();
  if (!/^(?:\{\s*["}]|\[\s*[{\]])/.test(bare)) return {};
  try {
    return { value: toValue(parseUntrustedJson(bare)) };
  } catch (error) {
    return { why: `It looks like JSON. ${error instanceof Error ? error.message : 'It cannot be read.'}` };
  }
}

function readings(value: Value, name: string): { found: Found; detected: PasteForm } | undefined {
  const around = { source: 'the pasted text', name, beside: () => undefined };
  const langchain = readLangchain(value, around);
  if (langchain !== undefined) return { found: langchain, detected: 'langchain' };
  const messages = readMessages(value, around);
  if (messages === undefined) return undefined;
  const isRequest = typeof value === 'object' && value !== null && 'model' in value;
  return { found: messages, detected: isRequest ? 'request' : 'messages' };
}

const keyNote = (command: object | undefined): string[] =>
  command === undefined ? [] : ['Only the body of the command was taken: no address, no key.'];

function asText(text: string, name: string | undefined, notes: readonly string[]): Pasted {
  const talk = readConversation(text);
  const given: readonly ComposedMessage[] = talk?.messages ?? [{ role: 'user', text: text.trim() }];
  const { messages, placeholders, said } = marked(given);
  const made = composePrompt({ messages, placeholders, description: name });
  return checked(made, talk === undefined ? 'plain' : 'conversation', [
    ...notes,
    ...(talk?.notes ?? []),
    ...said,
  ]);
}

const SHOWN: Readonly<Record<PlaceholderStyle, string>> = {
  mustache: '{{name}}',
  single_braces: '{name}',
  f_string: '{name}',
  dollar: '$\u007bname}',
  angle: '<name>',
  none: '',
};

/** Finds how the texts mark their variables, and says it. */
function marked(messages: readonly ComposedMessage[]) {
  const whole = messages.map((message) => ('text' in message ? message.text : '')).join('\n');
  const style = likelyStyle(whole);
  const foreign = foreignConstruct(whole, 'mustache');
  const said =
    foreign === undefined
      ? []
      : [`${JSON.stringify(foreign)} is no variable here and was kept as text. Rewrite it.`];
  if (style === 'none') {
    const found = new Set<string>();
    const written = messages.map((message) => {
      if (!('text' in message)) return message;
      const made = withBracesFor(message.text);
      for (const one of made.found) found.add(one);
      return { ...message, text: made.text };
    });
    if (found.size === 0) return { messages, placeholders: style, said };
    const names = [...found].slice(0, 5).join(', ');
    return {
      messages: written,
      placeholders: 'mustache' as const,
      said: [`Taken as variables: ${names}.`, ...said],
    };
  }
  const rest = piecesOf(whole, style)
    .map((piece) => (typeof piece === 'string' ? piece : ' '))
    .join('');
  const other = likelyStyle(rest);
  const kept = [...(other === 'none' ? [] : [SHOWN[other]]), ...withBracesFor(rest).found.slice(0, 5)];
  const also = kept.length === 0 ? '' : ` Kept as text: ${kept.join(', ')}.`;
  return {
    messages,
    placeholders: style,
    said: [`Variables are written ${SHOWN[style]} in it.${also}`, ...said],
  };
}

/** What is still wrong with it is said, not hidden. */
function checked(
  made: { readonly text: string; readonly variables: readonly string[]; readonly notes: readonly string[] },
  detected: PasteForm,
  notes: readonly string[],
): Pasted {
  const result = parsePrompt(made.text);
  const faults = result.ok
    ? []
    : result.faults.slice(0, 3).map(({ line, message }) => `Line ${line}: ${message}`);
  return {
    text: made.text,
    detected,
    variables: made.variables,
    notes: [...notes, ...made.notes, ...faults],
  };
}
