import type { OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';

export type DetectorId = Id<'det'>;

/** What becomes of a call that a detector does not answer for. */
export const failureChoices = ['refuse', 'go_on'] as const;
export type OnFailure = (typeof failureChoices)[number];

/** Somebody else's detector of data classes, over HTTP. */
export interface OutsideDetector {
  readonly organization: OrganizationId;
  readonly id: DetectorId;
  readonly name: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly onFailure: OnFailure;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** How many an organization may have: each call waits for the slowest of them. */
export const mostDetectors = 3;
/** Where a detector's wrapped secret is stored. */
export const secretPlace = (organization: string, id: string): string =>
  `policy_detector/${organization}/${id}`;
