import { kindOf, pathFault } from '../asset.ts';
import { composePrompt } from './compose.ts';
import type { Found } from './found.ts';
import { IMPORT_LIMITS } from './limits.ts';
import { Paths, plainPath, slugPath } from './paths.ts';
import type { Imported, ImportedFile, ImportItem, ImportOutcome } from './report.ts';

/** Collects what an import makes, and says what became of each thing that was sent. */
export class Assembly {
  readonly #folder: string;
  readonly #paths = new Paths();
  readonly #files: ImportedFile[] = [];
  readonly #report: ImportItem[] = [];
  #bytes = 0;

  /** @param folder where everything goes: `imported/`, or nothing */
  constructor(folder: string) {
    this.#folder = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
  }

  skip(source: string, why: string): void {
    this.#report.push({ source, path: null, outcome: 'skipped', why });
  }

  /** A file as it is, under its path where that can be. */
  keep(source: string, path: string, text: string): void {
    const wanted = kindOf(path) === 'prompt' ? plainPath(path) : path.normalize('NFC');
    this.#add(source, wanted, text, {
      outcome: wanted === path ? 'imported' : 'renamed',
      why: wanted === path ? 'As it is.' : `Named ${wanted}, so that references can name it.`,
    });
  }

  found(found: Found, folder: string): void {
    if (found.type === 'nothing') {
      this.skip(found.source, found.why);
      return;
    }
    const { source, notes } = found;
    const said = [...notes];
    const within = folder === '' ? '' : `${folder}/`;
    if (found.type === 'file') {
      const wanted = within + found.path;
      this.#add(source, wanted, found.text, { outcome: 'converted', why: said.join(' ') });
      return;
    }
    const { text, variables, notes: more } = composePrompt(found.composition);
    if (variables.length > 0)
      said.push(`Variables: ${variables.slice(0, 20).join(', ')}${variables.length > 20 ? ' …' : ''}.`);
    const wanted = `${within}${slugPath(found.name)}.prompt`;
    this.#add(source, wanted, text, { outcome: 'converted', why: [...said, ...more].join(' ') });
  }

  done(): Imported {
    return { files: this.#files, report: this.#report };
  }

  #add(source: string, wanted: string, text: string, said: { outcome: ImportOutcome; why: string }): void {
    const within = this.#folder + wanted;
    const fault = pathFault(within) ?? tooMuch(text, this.#files.length, this.#bytes);
    const path = fault === undefined ? this.#paths.claim(within) : undefined;
    if (path === undefined) {
      this.skip(source, fault ?? 'Too many files have this name. Rename it.');
      return;
    }
    const bytes = Buffer.byteLength(text);
    this.#bytes += bytes;
    this.#files.push({ path, text });
    const { outcome, why } = said;
    this.#report.push(
      path === within
        ? { source, path, outcome, why }
        : {
            source,
            path,
            outcome: outcome === 'imported' ? 'renamed' : outcome,
            why: `${why} Named ${path}: another file has the name ${within}.`,
          },
    );
  }
}

function tooMuch(text: string, files: number, bytes: number): string | undefined {
  if (!text.isWellFormed() || text.includes('\0')) return 'It is no text. Libraries hold texts here.';
  const size = Buffer.byteLength(text);
  if (size > IMPORT_LIMITS.bytesPerFile)
    return `It is over ${IMPORT_LIMITS.bytesPerFile / 1024} KiB, the most that one file may have.`;
  if (files >= IMPORT_LIMITS.files)
    return `An import takes at most ${IMPORT_LIMITS.files} files. Import the rest separately.`;
  if (bytes + size > IMPORT_LIMITS.bytes)
    return `An import takes at most ${IMPORT_LIMITS.bytes / 1_000_000} MB. Import the rest separately.`;
  return undefined;
}
