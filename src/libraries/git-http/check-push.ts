import { setImmediate as breathe } from 'node:timers/promises';
import type { Reader } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import { digestOf, kindOf, pathFault } from '../asset.ts';
import { badPath } from '../check-files.ts';
import type { GitObject, Oid } from '../git/index.ts';
import { unparsableCode } from '../kinds/index.ts';
import type { Library } from '../libraries.ts';
import { fileLimits } from '../library.ts';
import { assetFaults, titleOf } from '../prompt-facts.ts';
import type { BlobFacts } from '../store/objects.ts';
import { gitLimits } from './limits.ts';
import { type PushedCommit, type PushedEntry, readPushedCommit, readPushedTree } from './read-objects.ts';
import { tooLarge } from './request-body.ts';
import { objectTypes, readCommits, readObjects } from './store.ts';

/** A commit that the library does not have yet, checked. */
export interface NewHistoryCommit extends PushedCommit {
  readonly generation: number;
  /** Paths that differ from every parent. */
  readonly paths: readonly string[];
}

/** What one ref of a push brings: commits (parents before children) with everything that they need and the library lacks. */
export interface Brought {
  readonly commits: readonly NewHistoryCommit[];
  readonly objects: readonly GitObject[];
  readonly facts: readonly BlobFacts[];
}

const treesKept = 500;

/** How many entries are looked at before others get their turn. */
const entriesAtOnce = 10_000;

const noEntries: ReadonlyMap<string, PushedEntry> = new Map();

type File = Pick<PushedEntry, 'mode' | 'oid'>;
interface Introduced {
  readonly path: string;
  readonly oid: Oid;
}

/**
 * Checks everything that a ref's new head brings, before anything is written: that it hangs together, that git would call it sound,
 * that its paths and sizes are within the rules, and that every asset at the head can be read as its kind.
 * @throws Problem with the sentence for the person who pushes
 */
export async function checkPush(
  reader: Reader,
  library: Library,
  pack: ReadonlyMap<Oid, GitObject>,
  head: Oid,
): Promise<Brought> {
  const checking = new Checking(reader, library, pack);
  const commits = await checking.commits(head);
  const checked: NewHistoryCommit[] = [];
  for (const commit of commits) checked.push(await checking.commit(commit));
  const top = checked.at(-1);
  if (top !== undefined) await checking.assetsAt(top.tree);
  const { objects, facts } = await checking.brought();
  return {
    commits: checked,
    objects: [...objects, ...commits.flatMap(({ oid }) => pack.get(oid) ?? [])],
    facts,
  };
}

class Checking {
  readonly #reader: Reader;
  readonly #library: Library;
  readonly #pack: ReadonlyMap<Oid, GitObject>;
  readonly #trees = new Map<Oid, ReadonlyMap<string, PushedEntry>>();
  /** Trees and generations of commits, old and new. */
  readonly #known = new Map<Oid, { readonly tree: Oid; readonly generation: number }>();
  readonly #usedTrees = new Set<Oid>();
  /** Files that a commit brought where no parent had them. */
  readonly #introduced = new Map<string, Introduced>();
  #entries = 0;

  constructor(reader: Reader, library: Library, pack: ReadonlyMap<Oid, GitObject>) {
    this.#reader = reader;
    this.#library = library;
    this.#pack = pack;
  }

  /** New commits under `head`, parents before children. */
  async commits(head: Oid): Promise<PushedCommit[]> {
    const fresh = new Map<Oid, PushedCommit>();
    // Asked once for the whole pack: a long history must not be a query for each of its commits.
    const packed = [...this.#pack.values()].filter(({ type }) => type === 'commit').map(({ oid }) => oid);
    const sentAgain = await readCommits(this.#reader, this.#library, packed);
    let level: readonly Oid[] = [head];
    while (level.length > 0) {
      const outside = level.filter((oid) => !this.#pack.has(oid));
      const stored = await readCommits(this.#reader, this.#library, outside);
      const next = new Set<Oid>();
      for (const oid of level) {
        const known = stored.get(oid) ?? sentAgain.get(oid);
        if (known !== undefined) {
          this.#known.set(oid, known);
          continue;
        }
        const object = this.#pack.get(oid);
        if (object === undefined) throw missing(oid);
        if (object.type !== 'commit')
          throw new Problem({
            code: 'git.not_a_commit',
            status: 422,
            detail: 'A branch stands at a commit, not at another object.',
          });
        const commit = readPushedCommit(object);
        if (commit.parents.length === 0) throw unrelated(this.#library);
        if (fresh.size >= gitLimits.commitsPerPush)
          throw tooLarge(`A push brings at most ${gitLimits.commitsPerPush} commits. Push in smaller parts.`);
        fresh.set(oid, commit);
        for (const parent of commit.parents)
          if (!fresh.has(parent) && !this.#known.has(parent)) next.add(parent);
      }
      level = [...next];
    }
    return parentsFirst(head, fresh);
  }

  async commit(commit: PushedCommit): Promise<NewHistoryCommit> {
    await breathe();
    // Read again from where they are when needed: a long history of a large library must not stand in memory.
    if (this.#trees.size > treesKept) this.#trees.clear();
    const parents = commit.parents.map((oid) => {
      const parent = this.#known.get(oid);
      if (parent === undefined) throw missing(oid);
      return parent;
    });
    let common: Map<string, File | undefined> | undefined;
    for (const { tree } of parents) {
      const changed = await this.#differences(tree, commit.tree);
      common = common === undefined ? changed : new Map([...common].filter(([path]) => changed.has(path)));
    }
    for (const [path, after] of common ?? [])
      if (after !== undefined) this.#introduced.set(`${after.oid} ${path}`, { path, oid: after.oid });
    const generation = 1 + Math.max(0, ...parents.map((parent) => parent.generation));
    this.#known.set(commit.oid, { tree: commit.tree, generation });
    return { ...commit, generation, paths: [...(common?.keys() ?? [])].sort() };
  }

  /** Files that differ between two trees, by path. Folders that are the same on both sides were checked when they came. */
  async #differences(before: Oid, after: Oid): Promise<Map<string, File | undefined>> {
    const found = new Map<string, File | undefined>();
    let breathedAt = this.#entries;
    let level: { prefix: string; before: Oid | undefined; after: Oid | undefined }[] = [
      { prefix: '', before, after },
    ];
    while (level.length > 0) {
      const pairs = level.filter((pair) => pair.before !== pair.after);
      await this.#load(pairs.flatMap((pair) => [pair.before, pair.after].filter((oid) => oid !== undefined)));
      const next: typeof level = [];
      for (const pair of pairs) {
        if (this.#entries - breathedAt > entriesAtOnce) {
          breathedAt = this.#entries;
          await breathe();
        }
        if (next.length > gitLimits.foldersPerLevel) throw tooWide();
        const old = this.#entriesOf(pair.before, false);
        const young = this.#entriesOf(pair.after, true);
        for (const name of new Set([...old.keys(), ...young.keys()])) {
          this.#count();
          const path = pair.prefix + name;
          const was = old.get(name);
          const is = young.get(name);
          if (was?.oid === is?.oid && was?.mode === is?.mode) continue;
          if (is !== undefined) refusePath(path);
          const wasTree = was?.mode === '040000' ? was.oid : undefined;
          const isTree = is?.mode === '040000' ? is.oid : undefined;
          if (wasTree !== undefined || isTree !== undefined)
            next.push({ prefix: `${path}/`, before: wasTree, after: isTree });
          const file = is?.mode === '040000' ? undefined : is;
          if (file !== undefined || (was !== undefined && wasTree === undefined)) found.set(path, file);
        }
      }
      level = next;
    }
    return found;
  }

  #entriesOf(tree: Oid | undefined, used: boolean): ReadonlyMap<string, PushedEntry> {
    if (tree === undefined) return noEntries;
    if (used && this.#pack.has(tree)) this.#usedTrees.add(tree);
    return this.#trees.get(tree) ?? noEntries;
  }

  async #load(trees: readonly Oid[]): Promise<void> {
    const unknown = [...new Set(trees)].filter((oid) => !this.#trees.has(oid));
    const outside = unknown.filter((oid) => !this.#pack.has(oid));
    const stored = await readObjects(this.#reader, this.#library, outside);
    for (const oid of unknown) {
      const object = this.#pack.get(oid) ?? stored.get(oid);
      if (object === undefined) throw missing(oid);
      if (object.type !== 'tree')
        throw new Problem({
          code: 'git.bad_object',
          status: 422,
          detail: `Object ${oid} stands for a folder and is none.`,
        });
      this.#trees.set(oid, new Map(readPushedTree(object).map((entry) => [entry.name, entry])));
    }
  }

  #count(): void {
    this.#entries += 1;
    if (this.#entries > gitLimits.entriesPerPush) throw tooWide();
  }

  /** Refuses assets that cannot be read as their kind, where the branch will show them. Older states in the history may be broken: they were mended. */
  async assetsAt(tree: Oid): Promise<void> {
    for (const { path, oid } of this.#introduced.values()) {
      const code = unparsableCode(kindOf(path));
      if (code === undefined || (await this.#at(tree, path)) !== oid) continue;
      const object = this.#pack.get(oid) ?? (await readObjects(this.#reader, this.#library, [oid])).get(oid);
      if (object === undefined) throw missing(oid);
      const text = textOf(object.content);
      if (text === undefined)
        throw new Problem({
          code: 'asset.bad_text',
          status: 422,
          detail: `${path} is not UTF-8 text. Save it as UTF-8 and commit again.`,
        });
      const [fault] = assetFaults(path, text);
      if (fault !== undefined)
        throw new Problem({
          code,
          status: 422,
          detail: `${path}:${fault.line}:${fault.column}: ${fault.message}`,
        });
    }
  }

  async #at(tree: Oid, path: string): Promise<Oid | undefined> {
    let oid: Oid | undefined = tree;
    for (const segment of path.split('/')) {
      if (oid === undefined) return undefined;
      await this.#load([oid]);
      oid = this.#trees.get(oid)?.get(segment)?.oid;
    }
    return oid;
  }

  /** The new trees and files, every file checked to be one and to be within its size. */
  async brought(): Promise<{ objects: GitObject[]; facts: BlobFacts[] }> {
    const objects = new Map<Oid, GitObject>();
    const facts = new Map<Oid, BlobFacts>();
    const outside = [...this.#introduced.values()].filter(({ oid }) => !this.#pack.has(oid));
    const stored = await objectTypes(
      this.#reader,
      this.#library,
      outside.map(({ oid }) => oid),
    );
    for (const oid of this.#usedTrees) {
      const tree = this.#pack.get(oid);
      if (tree !== undefined) objects.set(oid, tree);
    }
    for (const { path, oid } of this.#introduced.values()) {
      const object = this.#pack.get(oid);
      const type = object?.type ?? stored.get(oid)?.type;
      if (type === undefined) throw missing(oid);
      if (type !== 'blob')
        throw new Problem({
          code: 'git.bad_object',
          status: 422,
          detail: `Object ${oid} stands for the file ${path} and is none.`,
        });
      if (object === undefined) continue;
      if (object.content.length > fileLimits.bytesPerFile)
        throw tooLarge(
          `${path} is over ${fileLimits.bytesPerFile / 1024} KiB, the most that one file may have.`,
        );
      if (facts.has(oid)) continue;
      const text = textOf(object.content);
      objects.set(oid, object);
      facts.set(oid, {
        oid,
        digest: digestOf(object.content),
        title: text === undefined ? null : titleOf(path, text),
      });
    }
    return { objects: [...objects.values()], facts: [...facts.values()] };
  }
}

function refusePath(path: string): void {
  const fault = pathFault(path);
  if (fault !== undefined) throw badPath(path, fault);
  if (/(?:^|\/)\.gitmodules$/i.test(path)) throw badPath(path, 'Libraries hold no submodules. Remove it.');
}

function textOf(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function parentsFirst(head: Oid, fresh: ReadonlyMap<Oid, PushedCommit>): PushedCommit[] {
  const sorted: PushedCommit[] = [];
  const seen = new Set<Oid>();
  const stack: { oid: Oid; opened: boolean }[] = [{ oid: head, opened: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const commit = fresh.get(top.oid);
    if (commit === undefined) continue;
    if (top.opened) sorted.push(commit);
    else if (!seen.has(top.oid)) {
      seen.add(top.oid);
      stack.push({ oid: top.oid, opened: true }, ...commit.parents.map((oid) => ({ oid, opened: false })));
    }
  }
  return sorted;
}

function tooWide(): Problem {
  return tooLarge(
    'This push touches more files and folders than can be checked at once. Push in smaller parts.',
  );
}

/** An object that a push needs and nobody has. */
export function missing(oid: Oid): Problem {
  return new Problem({
    code: 'git.missing_object',
    status: 422,
    detail: `The push needs object ${oid}, which neither it nor the library holds. Fetch, then push again.`,
  });
}

function unrelated(library: Library): Problem {
  return new Problem({
    code: 'git.unrelated_history',
    status: 422,
    detail: `These commits do not grow from ${library.name}'s own history. Fetch main, put your commits on top of it (git rebase --onto origin/main --root), and push again.`,
  });
}
