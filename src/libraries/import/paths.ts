import { PATH_LIMITS } from '../asset.ts';

/** The paths that one import has given out: none twice, none a file and a folder at once. */
export class Paths {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  /** The path, or the same with a number where it is taken; undefined when there is none left. */
  claim(wanted: string): string | undefined {
    for (let number = 1; number <= 2_000; number += 1) {
      const path = number === 1 ? wanted : numbered(wanted, number);
      if (!this.#free(path)) continue;
      this.#files.add(path);
      for (const folder of foldersOf(path)) this.#folders.add(folder);
      return path;
    }
    return undefined;
  }

  #free(path: string): boolean {
    return (
      !this.#files.has(path) &&
      !this.#folders.has(path) &&
      !foldersOf(path).some((folder) => this.#files.has(folder))
    );
  }
}

function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    folders.push(path.slice(0, slash));
  return folders;
}

function numbered(path: string, number: number): string {
  const name = path.lastIndexOf('/') + 1;
  const dot = path.indexOf('.', name + 1);
  return dot === -1 ? `${path}-${number}` : `${path.slice(0, dot)}-${number}${path.slice(dot)}`;
}

/** `Emails/Welcome back!` → `emails/welcome-back`: what a prompt of somebody else is called here. */
export function slugPath(name: string): string {
  const parts = name
    .split('/')
    .map(slug)
    .filter((part) => part !== '');
  return parts.slice(-8).join('/') || 'prompt';
}

function slug(part: string): string {
  return part
    .slice(0, 500)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._]+/gu, '-')
    .replaceAll(/^[-._]+|[-._]+$/g, '')
    .slice(0, PATH_LIMITS.segmentBytes / 4)
    .replace(/[-._]+$/, '')
    .normalize('NFC');
}

/** A path that references can name: normal form C, no spaces, none of the signs that mean something in a reference or a shell. */
export function plainPath(path: string): string {
  return path.normalize('NFC').replaceAll(/[\s@:*?"<>|\\^~[\]{}'`$#%&;,!]+/gu, '-');
}
