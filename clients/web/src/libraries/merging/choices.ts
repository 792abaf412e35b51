import type { MergeConflict, MergedFile, Take } from '../../api/types.ts';

/** How one conflict is decided. */
export type Choice = { take: Exclude<Take, 'text'> } | { text: string };

/** Choices by file and conflict (`keyOf`). A map: names come from outside. */
export type Choices = ReadonlyMap<string, Choice>;

export const keyOf = (path: string, conflict: string): string => JSON.stringify([path, conflict]);

/** The API's form of the choices, in the order of the files. */
export function sent(files: readonly MergedFile[], choices: Choices) {
  return files.flatMap(({ path, conflicts }) =>
    conflicts.flatMap(({ id }) => {
      const choice = choices.get(keyOf(path, id));
      return choice === undefined ? [] : [{ path, conflict: id, ...choice }];
    }),
  );
}

/** What a choice puts there; null for no file. */
export function chosenText(conflict: MergeConflict, choice: Choice): string | null {
  return 'text' in choice ? choice.text : conflict[choice.take];
}

/** A piece of the file as it will be. */
export type ResultPiece = { text: string; state: 'kept' | 'chosen' | 'open' };

/** The file as the choices so far make it; ours stands where nothing is chosen yet. Null when there will be no such file. */
export function resultOf(file: MergedFile, choices: Choices): ResultPiece[] | null {
  const pieceOf = (conflict: MergeConflict): ResultPiece | null => {
    const choice = choices.get(keyOf(file.path, conflict.id));
    const text = choice === undefined ? (conflict.ours ?? conflict.theirs) : chosenText(conflict, choice);
    return text === null ? null : { text, state: choice === undefined ? 'open' : 'chosen' };
  };
  if (file.parts === null) {
    const [whole] = file.conflicts;
    if (whole === undefined) return [{ text: file.text ?? '', state: 'kept' }];
    const piece = pieceOf(whole);
    return piece === null ? null : [piece];
  }
  return file.parts.flatMap((part): ResultPiece[] => {
    if (typeof part === 'string') return [{ text: part, state: 'kept' }];
    const conflict = file.conflicts.find(({ id }) => id === part.conflict);
    const piece = conflict === undefined ? null : pieceOf(conflict);
    return piece === null ? [] : [piece];
  });
}
