import { kindOf } from '../asset.ts';
import { Assembly } from './assembly.ts';
import { type Found, foundOr, type Surroundings } from './found.ts';
import { IMPORT_LIMITS } from './limits.ts';
import { refuseForeign } from './message-parts.ts';
import { likelyStyle, type PlaceholderStyle } from './placeholders.ts';
import { readData } from './read-data.ts';
import { readExport } from './read-export.ts';
import type { Imported } from './report.ts';

/** A file of a folder or a zip: its bytes as UTF-8, or why it has none. */
export type SourceFile =
  | { readonly source: string; readonly text: string }
  | { readonly source: string; readonly skipped: string };

/** A text that could not be read as one. */
export function sourceFile(source: string, bytes: Uint8Array): SourceFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return { source, text };
  } catch {}
  return { source, skipped: 'It is no text in UTF-8. Libraries hold texts here.' };
}

/**
 * What a folder's files become: assets and other texts as they are, texts in a folder of prompts and exports as prompts. Nothing is
 * checked for faults yet. Pure, total.
 */
export function convertFiles(
  files: readonly SourceFile[],
  { folder = '' }: { folder?: string } = {},
): Imported {
  const assembly = new Assembly(folder);
  const texts = new Map(files.flatMap((file) => ('text' in file ? [[file.source, file.text] as const] : [])));
  const reading = new Exports(texts);
  const exports = new Map(
    [...texts].flatMap(([source, text]) => {
      const found = reading.read(source, text);
      return found === undefined ? [] : [[source, found] as const];
    }),
  );
  for (const file of files) {
    const { source } = file;
    const found = exports.get(source);
    if ('skipped' in file) assembly.skip(source, file.skipped);
    else if (isLeftover(source)) assembly.skip(source, 'It is left over from an operating system or editor.');
    else if (reading.used.has(source)) continue;
    else if (found !== undefined) for (const one of found) assembly.found(one, folderOf(source));
    else if (isPromptText(source, texts)) assembly.found(textPrompt(source, file.text), folderOf(source));
    else assembly.keep(source, source, file.text);
  }
  return assembly.done();
}

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const stemOf = (path: string): string => nameOf(path).replace(/\.[^.]*$/, '');

const isLeftover = (path: string): boolean =>
  path.startsWith('__MACOSX/') || /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/.test(path);

/** What may still be read as exports, and what was taken by one. Each file is taken once, so that the work stays linear. */
class Exports {
  readonly used = new Set<string>();
  readonly #texts: ReadonlyMap<string, string>;
  #json: number = IMPORT_LIMITS.jsonCharacters;
  #yaml: number = IMPORT_LIMITS.yamlCharacters;

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  read(source: string, text: string): readonly Found[] | undefined {
    if (kindOf(source) !== 'other' || !this.#affords(source, text)) return undefined;
    const data = readData(source, text);
    if (!data.ok) return undefined;
    const stem = stemOf(source);
    const around: Surroundings = {
      source,
      name: /^promptfooconfig$/i.test(stem) ? 'promptfoo' : stem,
      beside: (path) => this.#beside(source, path),
    };
    return readExport(data.value, around);
  }

  #affords(source: string, text: string): boolean {
    if (/\.json$/i.test(source)) {
      this.#json -= text.length;
      return this.#json >= 0;
    }
    // Of YAML only a configuration of promptfoo is an export.
    if (!/\.ya?ml$/i.test(source) || !/^["']?prompts["']?[ \t]*:/m.test(text)) return false;
    this.#yaml -= text.length;
    return this.#yaml >= 0;
  }

  #beside(source: string, path: string): string | undefined {
    const folder = folderOf(source);
    const whole = folder === '' ? path : `${folder}/${path}`;
    const text = this.#texts.get(whole);
    if (text === undefined || this.used.has(whole)) return undefined;
    if (/\.ya?ml$/i.test(path)) this.#yaml -= text.length;
    if (this.#yaml < 0) return undefined;
    this.used.add(whole);
    return text;
  }
}

const PAPERS =
  /^(?:readme|changelog|license|licence|contributing|code_of_conduct|security|notice|authors|index|claude|agents)$/i;

/** `prompts/reply.md`, and not the README beside it, nor a file of a skill. */
function isPromptText(source: string, texts: ReadonlyMap<string, string>): boolean {
  if (!/\.(?:md|markdown|txt)$/i.test(source) || kindOf(source) !== 'other' || PAPERS.test(stemOf(source)))
    return false;
  const folders = folderOf(source).split('/');
  const inSkill = folders.some((_, index) => texts.has(`${folders.slice(0, index + 1).join('/')}/SKILL.md`));
  return (
    !inSkill &&
    folders.some((folder) =>
      /^(?:(?:system|user|llm|ai)?[-_ ]?prompts?|prompt[-_ ]templates?)$/i.test(folder),
    )
  );
}

const MARKS: ReadonlyMap<PlaceholderStyle, string> = new Map([
  ['mustache', '{{name}}'],
  ['single_braces', '{name}'],
  ['dollar', '$\u007bname}'],
]);

function textPrompt(source: string, text: string): Found {
  return foundOr(source, () => {
    refuseForeign(text, 'mustache');
    const placeholders = likelyStyle(text);
    const how = MARKS.get(placeholders);
    const notes = [
      'The text became a message of the user.',
      ...(how === undefined ? [] : [`Its ${how} became variables.`]),
    ];
    const composition = { messages: [{ role: 'user', text }], placeholders } as const;
    return { type: 'prompt', source, name: stemOf(source), composition, notes };
  });
}

/** What one export becomes. Undefined when it is of no known format. Pure, total. */
export function convertExport(
  name: string,
  text: string,
  { folder = '' }: { folder?: string } = {},
): { readonly imported: Imported } | { readonly why: string } {
  const data = readData(name, text);
  if (!data.ok) return { why: data.why };
  const source = nameOf(name) || 'export.json';
  const found = readExport(data.value, { source, name: stemOf(source) || 'prompt', beside: () => undefined });
  if (found === undefined)
    return {
      why: 'It is no export that is known here: Langfuse prompts, LangChain or LangSmith prompts, a promptfoo configuration, or a list of messages.',
    };
  const assembly = new Assembly(folder);
  for (const one of found) assembly.found(one, '');
  return { imported: assembly.done() };
}
