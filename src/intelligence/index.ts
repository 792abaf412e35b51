import type { Principal } from '../access/index.ts';
import type { Operation } from '../platform/http/index.ts';
import type { IntelligenceParts } from './home.ts';
import { intelligenceOperations } from './routes.ts';

export type { IntelligenceParts } from './home.ts';
export type { Figure } from './measure.ts';

/** Puts the slice together. It reads through the doors of the others and has no tables. */
export function createIntelligence(parts: IntelligenceParts): {
  readonly operations: readonly Operation<Principal>[];
} {
  return { operations: intelligenceOperations(parts) };
}
