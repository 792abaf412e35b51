import { createHash } from 'node:crypto';

/** The order in which kinds are worth a person's time: what breaks by itself first, what only takes up room last. */
export const findingKinds = [
  'retiring_model',
  'falling_quality',
  'unapproved_use',
  'costlier_version',
  'unowned_prompt',
  'slow_stage',
  'raw_traffic',
  'duplicates',
  'unused_prompt',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What a finding is about, as far as there is one. Ids of libraries stay inside. */
export interface FindingAbout {
  readonly library?: string | undefined;
  readonly path?: string | undefined;
  /** `LIBRARY/NAME` */
  readonly name?: string | undefined;
  readonly model?: string | undefined;
  readonly stage?: string | undefined;
  readonly cluster?: string | undefined;
  readonly app?: string | undefined;
}

/** Where the executions behind it are listed. */
export interface FindingBehind {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly prompt?: string | undefined;
  readonly model?: string | undefined;
  readonly principal?: string | undefined;
  readonly kind?: 'raw' | undefined;
}

/** Something that is worth doing, and why. It is there while its cause is. */
export interface Finding {
  readonly id: `fin_${string}`;
  readonly kind: FindingKind;
  /** One line that says what is so. */
  readonly title: string;
  /** One sentence with the numbers behind it. */
  readonly why: string;
  /** `id@version` of the measure that the numbers come from. */
  readonly measure: string;
  readonly about: FindingAbout;
  readonly behind: FindingBehind | null;
  /** Within its kind, more is first. */
  readonly weight: number;
}

/** The same cause has the same id each time that it is found. Pure. */
export function findingId(kind: FindingKind, cause: readonly string[]): Finding['id'] {
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, ...cause]))
    .digest('hex');
  return `fin_${digest.slice(0, 26)}`;
}

/** Those that are worth the most first. Pure. */
export const ranked = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted(
    (one, other) =>
      findingKinds.indexOf(one.kind) - findingKinds.indexOf(other.kind) ||
      other.weight - one.weight ||
      (one.id < other.id ? -1 : 1),
  );
