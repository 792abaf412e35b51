import { invariant } from '../../platform/invariant.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { mostMoves } from '../paths/follow-path.ts';
import { movedFrom } from '../paths/moved-from.ts';
import type { CommitRow } from '../store/commits.ts';
import type { Origin } from './blame-lines.ts';
import { openPathHistory, type PathHistory } from './path-history.ts';

/** A commit that wrote lines, and the path that the file had there. */
export interface Writing {
  readonly commit: CommitRow;
  readonly history: PathHistory;
}

/** The history of an asset through its moves, in the form that `blameLines` reads. */
export interface AssetHistory {
  /** The state that a commit has; undefined when the asset is not there. */
  start: string | undefined;
  load(key: string): Promise<Origin>;
  /** What a key stands for. */
  writing(key: string): Writing | undefined;
  /** When the oldest commit that was looked at was made, where the history was not followed to its end. */
  cutAt(): Date | undefined;
}

/** Opens it at a commit. @param most how many commits are looked at under each path */
export async function openAssetHistory(
  parts: LibrariesParts,
  library: Library,
  given: { readonly head: Oid; readonly path: string; readonly main: Oid; readonly most: number },
): Promise<AssetHistory> {
  const histories: PathHistory[] = [];
  const origins = new Map<string, Origin>();
  const open = async (head: Oid, path: string): Promise<number> => {
    histories.push(
      await openPathHistory(parts, library, { head, path, others: [given.main], most: given.most }),
    );
    return histories.length - 1;
  };
  const stateAt = async (at: number, oid: Oid): Promise<string | undefined> => {
    const source = await historyAt(at).sourceOf(oid);
    if (source === undefined) return undefined;
    if ((await historyAt(at).blobAt(source.oid)) === undefined) return undefined;
    return `${source.type} ${at} ${source.oid}`;
  };
  const historyAt = (at: number): PathHistory => {
    const history = histories[at];
    invariant(history !== undefined, `there is a history ${at}`);
    return history;
  };

  async function load(key: string): Promise<Origin> {
    const known = origins.get(key);
    if (known !== undefined) return known;
    const { type, at, oid } = partsOf(key);
    const history = historyAt(at);
    const text = await history.textAt(oid);
    const commit = history.commits.get(oid);
    const origin: Origin =
      type === 'older' || commit === undefined
        ? { generation: 0, text, parents: [], isBoundary: true }
        : { generation: commit.generation, text, parents: await parentsOf(at, commit), isBoundary: false };
    origins.set(key, origin);
    return origin;
  }

  async function parentsOf(at: number, commit: CommitRow): Promise<string[]> {
    const states: string[] = [];
    for (const parent of commit.parents) {
      const state = await stateAt(at, parent);
      if (state !== undefined && !states.includes(state)) states.push(state);
    }
    if (states.length > 0 || histories.length > mostMoves) return states;
    for (const parent of commit.parents) {
      const before = await movedFrom(parts, library, { parent, commit }, historyAt(at).path);
      if (before === undefined) continue;
      const state = await stateAt(await open(parent, before), parent);
      if (state !== undefined) return [state];
    }
    return [];
  }

  return {
    start: await stateAt(await open(given.head, given.path), given.head),
    load,
    writing: (key) => {
      const { at, oid } = partsOf(key);
      const commit = historyAt(at).commits.get(oid);
      return commit === undefined ? undefined : { commit, history: historyAt(at) };
    },
    cutAt: () => histories.find(({ cutAt }) => cutAt !== undefined)?.cutAt,
  };
}

function partsOf(key: string): { type: string; at: number; oid: Oid } {
  const [type = '', at = '', oid = ''] = key.split(' ');
  return { type, at: Number(at), oid };
}
