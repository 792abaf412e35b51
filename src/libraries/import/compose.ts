import { stringify } from 'yaml';
import type { Role } from '../dotprompt/index.ts';
import { type Piece, type PlaceholderStyle, piecesOf } from './placeholders.ts';

/** A message to write, or the place where the earlier messages of the conversation go. */
export type ComposedMessage = ComposedText | { readonly history: true };

export interface ComposedText {
  readonly role: Role;
  readonly text: string;
  /** How this text marks its variables, when it is not as in the others. */
  readonly placeholders?: PlaceholderStyle | undefined;
}

/** What a prompt is made from. */
export interface Composition {
  readonly model?: string | undefined;
  /** Plain JSON: temperature and the like. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  readonly description?: string | undefined;
  readonly messages: readonly ComposedMessage[];
  /** How the texts mark their variables. */
  readonly placeholders: PlaceholderStyle;
  /** The `countersign:` block: owner, purpose, tags and so on. */
  readonly countersign?: Readonly<Record<string, unknown>> | undefined;
  /** Values of variables that nobody passes. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
}

export interface Composed {
  /** The file: front matter and template. */
  readonly text: string;
  /** The variables that it declares, in order of appearance. */
  readonly variables: string[];
  /** Sentences about what is not as it was: a variable with another name, braces that are text now. */
  readonly notes: string[];
}

/** Names that mean something else in a template, or that the front matter refuses as keys. */
const TAKEN: ReadonlySet<string> = new Set([
  ...[
    'role',
    'history',
    'media',
    'section',
    'json',
    'if',
    'unless',
    'each',
    'with',
    'ifEquals',
    'unlessEquals',
  ],
  ...['this', 'else', 'as', 'true', 'false', 'null', 'undefined', 'lookup', 'log', 'helperMissing'],
  ...['blockHelperMissing', '__proto__', 'constructor', 'prototype'],
]);

/**
 * Writes a Dotprompt file. Every variable is declared in the input schema; braces that are no placeholders are escaped. Rendered with
 * its variables the file gives the same messages, but for messages without text (left out) and white space around the whole.
 * Pure. The caller checks the result like any other file.
 */
export function composePrompt(composition: Composition): Composed {
  const names = new Names();
  const notes = new Set<string>();
  const kept = composition.messages.filter((message) => 'history' in message || message.text.trim() !== '');
  if (kept.length < composition.messages.length) notes.add('A message without text was left out.');
  const [only] = kept;
  const bare = kept.length === 1 && only !== undefined && 'role' in only && only.role === 'user';
  const parts = kept.map((message): Part => {
    if ('history' in message) return { tag: 'history', body: '', text: '' };
    const pieces = piecesOf(message.text, message.placeholders ?? composition.placeholders);
    if (pieces.some((piece) => typeof piece === 'string' && piece.includes('{{')))
      notes.add('Braces that are no placeholders were kept as text.');
    return { tag: `role "${message.role}"`, body: bodyOf(pieces, names), text: message.text };
  });
  const body = bare ? (parts[0]?.body.trim() ?? '') : laidOut(parts);
  const front = frontMatter(composition, names);
  return {
    // Also when it is empty: a template without front matter keeps the line break at its end.
    text: `---\n${front}---\n${body}\n`,
    variables: [...names.declared.keys()],
    notes: [...notes, ...names.notes],
  };
}

interface Part {
  readonly tag: string;
  readonly body: string;
  readonly text: string;
}

/** `~` takes the line breaks away that only make the file readable; where the text itself has white space, it stands without them. */
function laidOut(parts: readonly Part[]): string {
  let out = '';
  let before = '';
  for (const { tag, body, text } of parts) {
    const opening = before === '~' ? `\n{{~${tag}` : `{{${tag}`;
    const tight = text !== text.trimStart();
    out += `${opening}${tight ? '}}' : '~}}\n'}${body}`;
    before = text !== text.trimEnd() ? '' : '~';
    if (text === '') before = '';
  }
  return out.trimEnd();
}

/** The text of a message as a template. */
function bodyOf(pieces: readonly Piece[], names: Names): string {
  let out = '';
  let closing = '';
  pieces.forEach((piece, index) => {
    if (typeof piece === 'string') {
      const next = pieces[index + 1];
      // `{{x}}}` and `{{{x}}` would be read as three braces: the white space between is taken away again by the tag's `~`.
      out += (closing !== '' && piece.startsWith('}') ? `~${closing} ` : closing) + escaped(piece);
      closing = '';
      if (next !== undefined && piece.endsWith('\\')) out += '\\';
    } else {
      const last = pieces[index - 1];
      const brace = typeof last === 'string' && /(?<!\{)(?:\{\{)*\{$/.test(last);
      out += `${closing}${brace ? ' {{~' : '{{'}${names.of(piece.variable)}`;
      closing = '}}';
    }
  });
  return out + closing;
}

/** Braces as text. After backslashes an empty comment keeps the escape apart from them. A run of backslashes is tried once. */
function escaped(text: string): string {
  return text.replaceAll(/(?<!\\)(\\*)\{\{/g, (_, slashes: string) =>
    slashes === '' ? '\\{{' : `${slashes}\\{{!}}\\{{`,
  );
}

/** The names that variables have in the template: their own where that can be. */
class Names {
  readonly declared = new Map<string, 'string' | 'any'>();
  readonly notes: string[] = [];
  readonly #given = new Map<string, string>();

  of(path: string): string {
    const [head = '', ...rest] = path.split('.');
    const name = this.#given.get(head) ?? this.#choose(head);
    if (rest.length > 0) this.declared.set(name, 'any');
    else if (!this.declared.has(name)) this.declared.set(name, 'string');
    return [name, ...rest].join('.');
  }

  #choose(given: string): string {
    let name = TAKEN.has(given) ? `${given.replaceAll('__', '')}_value` : given;
    while (this.declared.has(name)) name += '_';
    if (name !== given) this.notes.push(`The variable "${given}" is called "${name}" here.`);
    this.#given.set(given, name);
    return name;
  }
}

function frontMatter(
  { model, config, description, countersign, defaults }: Composition,
  names: Names,
): string {
  const schema = names.declared;
  const input = new Map<string, unknown>();
  if (schema.size > 0) input.set('schema', schema);
  const known = Object.entries(defaults ?? {}).filter(([name]) => schema.has(name));
  if (known.length > 0) input.set('default', new Map(known));
  const fields = new Map<string, unknown>();
  if (model !== undefined && model !== '') fields.set('model', model);
  if (description !== undefined && description !== '') fields.set('description', description);
  if (config !== undefined && Object.keys(config).length > 0) fields.set('config', config);
  if (input.size > 0) fields.set('input', input);
  if (countersign !== undefined && Object.keys(countersign).length > 0)
    fields.set('countersign', countersign);
  return fields.size === 0 ? '' : stringify(fields, { aliasDuplicateObjects: false, lineWidth: 0 });
}
