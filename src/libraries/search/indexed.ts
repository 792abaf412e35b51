import { type AssetKind, assetName, kindOf } from '../asset.ts';
import { type PromptDocument, parsePrompt } from '../dotprompt/index.ts';
import { titleOf } from '../prompt-facts.ts';
import { foldedName, foldedWords } from './words.ts';

/** Raised when what follows from a text changes: then every library is indexed anew at the next start. */
export const indexFormat = 2;

/** How much of a file is searched, in characters. PostgreSQL holds no more than 1 MiB of words in one row. */
const searchedCharacters = 65_536;

/** What the index holds of one file, without what its version says. */
export interface IndexedText {
  readonly path: string;
  readonly kind: AssetKind;
  readonly name: string;
  readonly title: string | null;
  /** As the front matter has it. Who answers for an asset in the end is not a matter of its text: see `ownersNamed`. */
  readonly owner: string | null;
  /** Lower case, each once. */
  readonly tags: readonly string[];
  readonly text: string;
  /** Folded words: of the whole name, of its last part, of all that is short. */
  readonly names: string;
  readonly leaf: string;
  readonly label: string;
  /** Folded words of what is said about the asset, and of the file. */
  readonly about: string;
  readonly body: string;
}

/** Reads a file for the index. Pure; a prompt that cannot be read is indexed as plain text. */
export function indexedText(path: string, whole: string): IndexedText {
  const kind = kindOf(path);
  const name = assetName(path);
  const text = isText(whole) ? whole.slice(0, searchedCharacters).toWellFormed() : '';
  const prompt = kind === 'prompt' ? readPrompt(whole) : undefined;
  const governance = prompt?.governance;
  const title = titleOf(path, whole);
  const owner = clean(governance?.owner);
  const tags = [...new Set((governance?.tags ?? []).map((tag) => clean(tag.toLowerCase()) ?? ''))].filter(
    Boolean,
  );
  const short = [title, ...tags, owner].filter((one) => one !== null).join(' ');
  const names = foldedName(name);
  return {
    path,
    kind,
    name,
    title,
    owner,
    tags,
    text,
    names,
    leaf: foldedWords(name.slice(name.lastIndexOf('/') + 1)),
    label: `${names} ${foldedWords(short)}`,
    about: foldedWords([short, ...saidAbout(prompt)].join(' ')),
    body: foldedWords(text),
  };
}

function readPrompt(text: string): PromptDocument | undefined {
  const result = parsePrompt(text);
  return result.ok ? result.prompt : undefined;
}

function saidAbout(prompt: PromptDocument | undefined): string[] {
  if (prompt === undefined) return [];
  const { metadata, governance } = prompt;
  const said = [metadata.description, metadata.model, governance?.purpose, governance?.useCase];
  return [...said.filter((one) => one !== undefined), ...(governance?.dataClasses ?? [])];
}

/** Bytes that are no text are found by their name only. */
function isText(content: string): boolean {
  return !content.includes('\0');
}

function clean(text: string | undefined): string | null {
  const cleaned = text?.replaceAll('\0', '').trim().toWellFormed();
  return cleaned === undefined || cleaned === '' ? null : cleaned;
}
