import type { Decision } from '../change.ts';
import { counting, type Facts, isInForce } from './facts.ts';

/**
 * Why a decision does not count, in a sentence; null for one that counts, or counted when the change ended. Says the first thing that
 * is true, from what the decider did to what the world did.
 */
export function whyOver(decision: Decision, facts: Facts): string | null {
  if (decision.retractedAt !== null) return 'It was taken back.';
  if (decision.digest !== facts.digest) return 'The content has changed since.';
  if (decision.environment !== facts.change.environment) return 'It is about another environment.';
  if (decision.requirementVersion !== facts.requirement.version) return 'The requirement has changed since.';
  if (facts.change.stage !== 'open') return null;
  if (!isInForce(decision, facts)) return 'Its right is not held any more, or it came to be about own work.';
  return counting(facts).includes(decision) ? null : 'A newer decision stands in its place.';
}
