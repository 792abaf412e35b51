import type { AssetChange, ChangeDetail } from '../../api/types.ts';
import type { Executed } from '../../gateway/run.ts';
import { isOver } from '../standing/stage.ts';

/** The references under which the two versions of a prompt run; null where there is none to run. */
export type Sides = { base: string | null; head: string | null };

/**
 * While a change lives: what is live in its environment, and its branch, an unpublished trial. Once it has ended: the exact digests, which
 * run when they were published.
 */
export function sidesOf(
  change: Pick<ChangeDetail, 'library' | 'environment' | 'branch' | 'state'>,
  asset: Pick<AssetChange, 'path' | 'base' | 'head'>,
): Sides {
  const name = `${change.library}/${asset.path.replace(/\.prompt$/, '')}`;
  const { base, head } = asset;
  if (isOver(change))
    return {
      base: base === null ? null : `${name}@${base.digest}`,
      head: head === null || change.state !== 'published' ? null : `${name}@${head.digest}`,
    };
  return {
    base: base === null ? null : `${name}@${change.environment}`,
    head: head === null ? null : `${name}@branch:${change.branch}`,
  };
}

/** Whether what ran is other bytes than this page shows: somebody committed or published meanwhile. */
export const isOther = (executed: Executed | null, shown: { digest: string } | null): boolean =>
  executed?.prompt != null && shown !== null && executed.prompt.digest !== shown.digest;

/** `+12 %`; empty when either is unknown, or nothing changes. */
export function shareText(before: number | null | undefined, after: number | null | undefined): string {
  if (before == null || after == null || before === 0 || before === after) return '';
  const percent = Math.round(((after - before) / before) * 100);
  return percent === 0 ? '' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}
