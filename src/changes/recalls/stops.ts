import type { LibraryId } from '../../access/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Id } from '../../platform/id.ts';
import type { Recall } from './recall.ts';

/** Everything that must not run in one organization, as of one moment. */
export interface Stops {
  readonly recalls: readonly Pick<Recall, 'id' | 'target' | 'reason'>[];
  /** Bytes that went live without approval: from this instant on they do not run, unless somebody upheld or approved them. */
  readonly emergencies: readonly {
    readonly id: Id<'brk'>;
    readonly library: LibraryId;
    readonly digest: Digest;
    readonly from: Date;
  }[];
}

/** What is about to run, or runs. */
export interface Served {
  /** The prompt and its partials. A partial may stand at one of several paths. */
  readonly assets: readonly {
    readonly library: LibraryId;
    readonly paths: readonly string[];
    readonly digest: Digest;
  }[];
  readonly model: string;
  /** False for a trial of a branch, which no emergency made live. */
  readonly published: boolean;
}

/** Why something must not run. */
export type Stop =
  | { readonly why: 'recalled'; readonly recall: Stops['recalls'][number] }
  | { readonly why: 'break_glass_ended'; readonly breakGlass: Id<'brk'> };

/**
 * Why this must not run at this moment, or undefined. Bytes are recalled wherever in their library they stand, also at another path or
 * under another number: what was wrong with them is wrong there too.
 */
export function stopOf(stops: Stops, served: Served, now: Date): Stop | undefined {
  const recall = stops.recalls.find(({ target }) => hits(target, served));
  if (recall !== undefined) return { why: 'recalled', recall };
  if (!served.published) return undefined;
  const ended = stops.emergencies.find(
    ({ library, digest, from }) =>
      from <= now && served.assets.some((asset) => asset.library === library && asset.digest === digest),
  );
  return ended === undefined ? undefined : { why: 'break_glass_ended', breakGlass: ended.id };
}

function hits(target: Recall['target'], { assets, model }: Served): boolean {
  switch (target.kind) {
    case 'model':
      return target.model === model;
    case 'version':
      return assets.some(({ library, digest }) => library === target.library && digest === target.digest);
    case 'asset':
    case 'workflow':
      return assets.some(({ library, paths }) => library === target.library && paths.includes(target.path));
  }
}

/** The recall in force of exactly these bytes of a library, or undefined. */
export function recallOf(
  recalls: Stops['recalls'],
  library: LibraryId,
  digest: Digest,
): Stops['recalls'][number] | undefined {
  return recalls.find(
    ({ target }) => target.kind === 'version' && target.library === library && target.digest === digest,
  );
}
