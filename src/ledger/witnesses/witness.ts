import type { Id } from '../../platform/id.ts';
import type { Actor, OrganizationId } from '../entry.ts';

export type WitnessId = Id<'wit'>;

/** Somebody who is asked to cosign this log's heads. */
export interface Witness {
  readonly id: WitnessId;
  /** C2SP verifier key of type 4. */
  readonly key: string;
  /** Submission prefix: `add-checkpoint` is below it. */
  readonly url: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** The name in a verifier key, which is what a witness is called. */
export const witnessName = ({ key }: Pick<Witness, 'key'>): string => key.slice(0, key.indexOf('+'));

/** What a witness did last, and what is wrong with it, if anything. */
export interface WitnessStanding extends Witness {
  readonly cosigned: { readonly treeSize: number; readonly at: Date } | undefined;
  readonly trouble: { readonly problem: string; readonly since: Date } | undefined;
}

/** How many of the witnesses must cosign. */
export interface Quorum {
  readonly need: number;
  readonly of: number;
}

/** A head that enough of the present witnesses cosigned. */
export interface WitnessedHead {
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  /** Signed note, with the witnesses' lines. */
  readonly checkpoint: string;
  /** When the last of the lines that were needed was made. */
  readonly at: Date;
}

export interface Witnessing extends Quorum {
  readonly witnesses: readonly WitnessStanding[];
  readonly head: WitnessedHead | undefined;
  /** Since when there is something that no quorum has cosigned; undefined while there is nothing, or nobody to do it. */
  readonly unwitnessedSince: Date | undefined;
}

/** Who else vouches for an organization's log (c2sp.org/tlog-witness). */
export interface Witnesses {
  /** Who they are, how far they have come, and what stands under enough of them. */
  standing(organization: OrganizationId): Promise<Witnessing>;
  add(
    organization: OrganizationId,
    actor: Actor,
    asked: { readonly key: string; readonly url: string },
  ): Promise<Witness>;
  end(organization: OrganizationId, actor: Actor, id: string): Promise<void>;
  require(organization: OrganizationId, actor: Actor, need: number): Promise<Quorum>;
}

/** @param asked what the organization said; all of them without */
export const quorumOf = (asked: number | undefined, witnesses: number): Quorum => ({
  need: asked ?? Math.max(1, witnesses),
  of: witnesses,
});

/**
 * No larger tree than this can have enough cosignatures: the size that the `need`-th of the witnesses has come to. Undefined while fewer
 * have cosigned anything.
 */
export const quorumBound = (need: number, sizes: readonly number[]): number | undefined =>
  sizes.toSorted((left, right) => right - left)[need - 1];
