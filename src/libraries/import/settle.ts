import { setImmediate } from 'node:timers/promises';
import type { ListedFile, Listing } from '../git/index.ts';
import { ruleIds } from '../kinds/index.ts';
import { assetFaults } from '../prompt-facts.ts';
import { type NewBlob, newBlob } from '../write-commit.ts';
import type { Imported, ImportItem } from './report.ts';

/** What of an import a branch does not hold yet, and the whole report. */
export interface Settled {
  readonly listing: Listing;
  readonly blobs: readonly NewBlob[];
  readonly items: readonly ImportItem[];
}

/**
 * Checks every file as a commit would, one by one, and lays those without faults over the files of a branch. A file with faults is left out
 * and its line of the report says where they are. Lets others work in between.
 */
export async function settle({ files, report }: Imported, before: Listing): Promise<Settled> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const listing = new Map<string, ListedFile>(before);
  const folders = foldersIn(before);
  const rules = new Set<string>();
  const blobs: NewBlob[] = [];
  const items: ImportItem[] = [];
  for (const item of report) {
    const text = item.path === null ? undefined : texts.get(item.path);
    if (item.path === null || text === undefined) {
      items.push(item);
      continue;
    }
    await setImmediate();
    const { path } = item;
    const old = before.get(path);
    const blob = newBlob(path, text);
    const same = old?.oid === blob.object.oid;
    const why = same
      ? 'It is there already, exactly like this.'
      : whyNot(path, text, { before, folders, rules });
    if (why !== undefined) {
      items.push({ ...item, path: null, outcome: 'skipped', why });
      continue;
    }
    listing.set(path, { mode: old?.mode ?? '100644', oid: blob.object.oid });
    blobs.push(blob);
    items.push(old === undefined ? item : { ...item, why: `${item.why} It replaces the file of this name.` });
  }
  return { listing, blobs, items };
}

interface Known {
  readonly before: Listing;
  readonly folders: ReadonlySet<string>;
  readonly rules: Set<string>;
}

function whyNot(path: string, text: string, { before, folders, rules }: Known): string | undefined {
  const [fault] = assetFaults(path, text);
  if (fault !== undefined) return `Line ${fault.line}, column ${fault.column}: ${fault.message}`;
  if (folders.has(path)) return 'The library has a folder of this name. Rename one of them.';
  const inFile = foldersOf(path).find((folder) => before.has(folder));
  if (inFile !== undefined) return `The library has a file ${inFile}, which would have to be a folder.`;
  const ids = ruleIds(path, text);
  const shared = ids.find(({ id }) => rules.has(id));
  if (shared !== undefined)
    return `Line ${shared.line}, column ${shared.column}: another file has a rule with the id "${shared.id}" too.`;
  for (const { id } of ids) rules.add(id);
  return undefined;
}

function foldersIn(listing: Listing): ReadonlySet<string> {
  return new Set([...listing.keys()].flatMap(foldersOf));
}

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
