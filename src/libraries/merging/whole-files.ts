import type { ListedFile } from '../git/index.ts';
import type { Choice } from '../merge/index.ts';
import { newBlob } from '../write-commit.ts';
import type { Decided, FileOutcome, PlaceConflict, PlacedFile, Take } from './outcome.ts';
import type { RenameClash } from './renames.ts';
import { type Contents, textOf } from './text-of.ts';
import { type FolderClash, mergedMode } from './trees.ts';

/** A file in its three states; undefined where there is none. */
export interface Sides {
  readonly base: ListedFile | undefined;
  readonly ours: ListedFile | undefined;
  readonly theirs: ListedFile | undefined;
}

const labels = {
  deleted: 'the whole file: deleted on one side, changed on the other',
  added: 'the whole file: added on both sides',
  binary: 'the whole file: it is no text',
  bases: 'the whole file: the histories were merged crosswise, and what they had in common disagrees',
} as const;

/** A conflict about all of a file. One side, what it was, or another text can be taken. Pure. */
export function wholeFile(
  { path, from }: { readonly path: string; readonly from: string | undefined },
  kind: keyof typeof labels,
  sides: Sides,
  contents: Contents,
): FileOutcome {
  const isText = [sides.base, sides.ours, sides.theirs].every(
    (side) => side === undefined || textOf(side, contents) !== undefined,
  );
  const takes: Take[] = isText ? ['ours', 'theirs', 'base', 'text'] : ['ours', 'theirs', 'base'];
  const conflict: PlaceConflict = {
    id: kind,
    kind,
    label: labels[kind],
    line: null,
    base: shown(sides.base, contents),
    ours: shown(sides.ours, contents),
    theirs: shown(sides.theirs, contents),
    both: null,
    takes,
  };
  const place = (file: ListedFile | undefined) => (file === undefined ? [] : [{ path, ...file }]);
  const text = textOf(sides.ours ?? sides.theirs, contents) ?? null;
  return {
    path,
    from,
    conflicts: [conflict],
    text,
    parts: null,
    decide: deciding(kind, (choice) => {
      if (typeof choice !== 'object') return choice === 'both' ? undefined : place(sides[choice]);
      const blob = newBlob(path, choice.text);
      return [{ path, mode: mergedMode(sides.base, sides.ours, sides.theirs), oid: blob.object.oid, blob }];
    }),
  };
}

/** A file against a folder: one of them stays. */
export function folderOutcome(clash: FolderClash): FileOutcome {
  const { path, file, ours, theirs } = clash;
  const sideText = (side: 'ours' | 'theirs') =>
    file === side ? `The file ${path}.` : `A folder with ${[...clash[side].keys()].slice(0, 20).join(', ')}.`;
  const place = (listing: FolderClash['ours']) =>
    [...listing].map(([at, placed]) => ({ path: at, ...placed }));
  const conflict: PlaceConflict = {
    id: 'folder',
    kind: 'folder',
    label: 'a file on one side, a folder on the other',
    line: null,
    base: null,
    ours: sideText('ours'),
    theirs: sideText('theirs'),
    both: null,
    takes: ['ours', 'theirs'],
  };
  const decide = deciding('folder', (choice) =>
    choice === 'ours' ? place(ours) : choice === 'theirs' ? place(theirs) : undefined,
  );
  return { path, from: undefined, conflicts: [conflict], text: null, parts: null, decide };
}

/** Two new names for one file: one of them, or both. */
export function renameOutcome({ path, ours, theirs }: RenameClash, contents: Contents): FileOutcome {
  const [one, other] = [
    { path: ours.path, ...ours.file },
    { path: theirs.path, ...theirs.file },
  ];
  const conflict: PlaceConflict = {
    id: 'renamed',
    kind: 'renamed',
    label: 'renamed to two names',
    line: null,
    base: path,
    ours: ours.path,
    theirs: theirs.path,
    both: `${ours.path} and ${theirs.path}`,
    takes: ['ours', 'theirs', 'both'],
  };
  const decide = deciding('renamed', (choice) => {
    if (choice === 'both') return [one, other];
    return choice === 'ours' ? [one] : choice === 'theirs' ? [other] : undefined;
  });
  return {
    path,
    from: undefined,
    conflicts: [conflict],
    text: textOf(ours.file, contents) ?? null,
    parts: null,
    decide,
  };
}

/** @param placed undefined for a choice that there is not; the caller refuses those before (`takes`) */
function deciding(id: string, placed: (choice: Choice) => readonly PlacedFile[] | undefined) {
  return (choices: ReadonlyMap<string, Choice>): Decided => {
    const choice = choices.get(id);
    const files = choice === undefined ? undefined : placed(choice);
    return files === undefined ? { missing: [id] } : { files };
  };
}

function shown(file: ListedFile | undefined, contents: Contents): string | null {
  if (file === undefined) return null;
  return textOf(file, contents) ?? `Not text: ${contents.get(file.oid)?.length ?? 0} bytes.`;
}
