import { isPassedOver, type Picked } from './source.ts';

/** Files of an input; those of a folder have their place in it. */
export const chosenFiles = (list: FileList | null): Picked[] =>
  [...(list ?? [])]
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter(({ path }) => !isPassedOver(path));

/** Everything that was dropped, folders with what is in them. Call it in the event: the browser forgets the items after it. */
export async function droppedFiles(data: DataTransfer): Promise<Picked[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const picked: Picked[] = [];
  for (const entry of entries) await collect(entry, '', picked);
  return picked;
}

/** More is refused anyway: a whole disk is not read. */
const most = 5_000;

async function collect(entry: FileSystemEntry, folder: string, into: Picked[]): Promise<void> {
  const path = `${folder}${entry.name}`;
  if (isPassedOver(path) || into.length > most) return;
  if (isFile(entry)) {
    into.push({ path, file: await new Promise<File>((done, fail) => entry.file(done, fail)) });
    return;
  }
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  // A reader gives some at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return;
    for (const inner of some) await collect(inner, `${path}/`, into);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
