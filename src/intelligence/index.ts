import type { Principal } from '../access/index.ts';
import type { BatchFollower } from '../ledger/index.ts';
import type { Operation } from '../platform/http/index.ts';
import type { EvidenceParts } from './evidence/parts.ts';
import { followerOf } from './layer/follow.ts';
import type { IntelligenceParts } from './parts.ts';
import { allProjections } from './projections.ts';
import { evidenceOperations } from './routes/evidence.ts';
import { intelligenceOperations } from './routes/index.ts';

export type { Figure } from './measures/figure.ts';
export type { IntelligenceParts } from './parts.ts';

/** Puts the slice together. Its tables hold nothing that the log does not say. */
export function createIntelligence(parts: IntelligenceParts): {
  readonly operations: readonly Operation<Principal>[];
  readonly followers: readonly BatchFollower[];
} {
  return { operations: intelligenceOperations(parts), followers: allProjections.map(followerOf) };
}

/** Evidence files: one question over all slices, answered once and recorded. */
export function createEvidence(parts: EvidenceParts): {
  readonly operations: readonly Operation<Principal>[];
} {
  return { operations: evidenceOperations(parts) };
}
