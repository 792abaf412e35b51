import type { Tx } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { type Oid, readTree } from '../git/index.ts';
import { inflated, readCommits, readStored, type StoredObject } from '../git-http/store.ts';
import type { RepositoryKey } from '../store/tables.ts';
import { deltaEntry, wholeEntry } from './pack-entry.ts';
import { insertPackPart, packedDepths, unpackedCommits } from './store.ts';
import { treeDelta } from './tree-delta.ts';

const commitsAtOnce = 50;
const bytesPerPart = 1_048_576;
/** As git has it: a longer line of deltas costs its reader more than it saves. */
const deepest = 50;

/**
 * Packs what came to `main` with a publication: every object that its commits bring, once, ready to be sent. In the publication's
 * transaction, which holds the lock of `main`: the packs up to publication N are exactly what lies under N.
 */
export async function packPublished(tx: Tx, key: RepositoryKey, number: number): Promise<void> {
  const commits = await unpackedCommits(tx, key);
  const trees = new Map(commits.map(({ oid, tree }) => [oid, tree]));
  const packing = new Packing(tx, key, number);
  for (let at = 0; at < commits.length; at += commitsAtOnce) {
    const some = commits.slice(at, at + commitsAtOnce);
    const older = await treesOf(
      tx,
      key,
      some.flatMap(({ parent }) => (parent === undefined || trees.has(parent) ? [] : [parent])),
    );
    await packing.add(
      some.map(({ oid, tree, parent }) => ({
        commit: oid,
        tree,
        base: parent === undefined ? undefined : (trees.get(parent) ?? older.get(parent)),
      })),
    );
  }
  await packing.finish();
}

/** A tree to pack and the one that stood in its place before. */
interface Pair {
  readonly tree: Oid;
  readonly base: Oid | undefined;
}

class Packing {
  readonly #tx: Tx;
  readonly #key: RepositoryKey;
  readonly #number: number;
  /** What is packed by now, as far as it was looked at, and how deep. */
  readonly #depths = new Map<Oid, number>();
  #part = 1;
  #entries: Buffer[] = [];
  #bytes = 0;
  #objects: { oid: Oid; depth: number }[] = [];

  constructor(tx: Tx, key: RepositoryKey, number: number) {
    this.#tx = tx;
    this.#key = key;
    this.#number = number;
  }

  async add(commits: readonly (Pair & { readonly commit: Oid })[]): Promise<void> {
    await this.#whole(commits.map(({ commit }) => commit));
    const files = new Set<Oid>();
    let level: readonly Pair[] = commits;
    while (level.length > 0) level = await this.#trees(level, files);
    await this.#look([...files]);
    await this.#whole([...files].filter((oid) => !this.#depths.has(oid)));
  }

  /** Packs those of these trees that are not packed yet. @returns the folders in them that may be new; `files` gets the files */
  async #trees(level: readonly Pair[], files: Set<Oid>): Promise<Pair[]> {
    await this.#look(level.flatMap(({ tree, base }) => (base === undefined ? [tree] : [tree, base])));
    // What is packed is packed with everything under it.
    const fresh = new Map<Oid, Pair>();
    for (const pair of level)
      if (!this.#depths.has(pair.tree) && !fresh.has(pair.tree)) fresh.set(pair.tree, pair);
    const pairs = [...fresh.values()];
    const stored = await this.#read(
      pairs.flatMap(({ tree, base }) => (base === undefined ? [tree] : [tree, base])),
    );
    const next: Pair[] = [];
    for (const { tree, base } of pairs) {
      const object = stored.get(tree);
      invariant(object !== undefined, `tree ${tree} is stored`);
      const content = inflated(object).content;
      const before = base === undefined ? undefined : stored.get(base);
      const baseContent = before?.type === 'tree' ? inflated(before).content : undefined;
      await this.#tree(object, content, base, baseContent);
      const known = new Map(
        (baseContent === undefined ? [] : readTree(baseContent)).map((entry) => [entry.name, entry]),
      );
      for (const { mode, name, oid } of readTree(content)) {
        const old = known.get(name);
        if (old?.oid === oid) continue;
        if (mode !== '040000') files.add(oid);
        else next.push({ tree: oid, base: old?.mode === '040000' ? old.oid : undefined });
      }
    }
    return next;
  }

  async #tree(
    object: StoredObject,
    content: Uint8Array,
    base: Oid | undefined,
    baseContent: Uint8Array | undefined,
  ): Promise<void> {
    const whole = wholeEntry(object.type, object.size, object.deflated);
    const depth = base === undefined ? undefined : this.#depths.get(base);
    if (base !== undefined && baseContent !== undefined && depth !== undefined && depth < deepest) {
      const delta = deltaEntry(base, treeDelta(baseContent, content));
      if (delta.length < whole.length) return this.#put(object.oid, delta, depth + 1);
    }
    return this.#put(object.oid, whole, 0);
  }

  async #whole(oids: readonly Oid[]): Promise<void> {
    const stored = await this.#read(oids);
    for (const oid of oids) {
      const object = stored.get(oid);
      invariant(object !== undefined, `object ${oid} is stored`);
      await this.#put(oid, wholeEntry(object.type, object.size, object.deflated), 0);
    }
  }

  async #put(oid: Oid, entry: Buffer, depth: number): Promise<void> {
    this.#depths.set(oid, depth);
    this.#objects.push({ oid, depth });
    this.#entries.push(entry);
    this.#bytes += entry.length;
    if (this.#bytes >= bytesPerPart) await this.finish();
  }

  /** Stores what was gathered. */
  async finish(): Promise<void> {
    if (this.#objects.length === 0) return;
    await insertPackPart(this.#tx, this.#key, {
      number: this.#number,
      part: this.#part,
      entries: Buffer.concat(this.#entries),
      objects: this.#objects,
    });
    this.#part += 1;
    this.#entries = [];
    this.#bytes = 0;
    this.#objects = [];
  }

  async #look(oids: readonly Oid[]): Promise<void> {
    const unknown = [...new Set(oids)].filter((oid) => !this.#depths.has(oid));
    for (const [oid, depth] of await packedDepths(this.#tx, this.#key, unknown)) this.#depths.set(oid, depth);
  }

  async #read(oids: readonly Oid[]): Promise<ReadonlyMap<Oid, StoredObject>> {
    const stored = await readStored(this.#tx, this.#key, [...new Set(oids)]);
    return new Map(stored.map((object) => [object.oid, object]));
  }
}

async function treesOf(tx: Tx, key: RepositoryKey, commits: readonly Oid[]): Promise<ReadonlyMap<Oid, Oid>> {
  return new Map([...(await readCommits(tx, key, commits))].map(([oid, { tree }]) => [oid, tree]));
}
