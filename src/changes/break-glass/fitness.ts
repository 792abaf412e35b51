import { kindOf } from '../../libraries/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Dossier } from '../dossier.ts';
import { isLocked } from '../standing/shortage.ts';

interface Known {
  readonly comparison: { readonly assets: readonly { readonly path: string }[] };
  readonly standing: Pick<Dossier['standing'], 'publishable'>;
  readonly facts: Dossier['facts'];
}

/** Of the checks, those without which nothing can go live at all: the last two name what no expiry takes back. */
const indispensable = ['content', 'parses', 'merges', 'secrets', 'hidden_characters'] as const;
/**
 * The rules that govern are not for emergencies: whoever could bend them so could bend everything after (AT-08, AT-10). But for one:
 * a requirement that nobody can satisfy any more also stands before the change that would mend it.
 */
const governing = ['requirement', 'policy', 'classes', 'model', 'use-case'] as const;

/**
 * Refuses what not even an emergency publishes. Pure.
 * @throws Problem `break_glass.create.approved` 409, `break_glass.create.unfit` 409, `break_glass.create.governing` 409
 */
export function refuseUnfit(now: Known): void {
  if (now.standing.publishable)
    throw new Problem({
      code: 'break_glass.create.approved',
      status: 409,
      detail: 'This change is approved. Publish it; there is no glass to break.',
    });
  const failing = indispensable.find(
    (name) => now.facts.checks.find((check) => check.name === name)?.state !== 'passed',
  );
  if (failing !== undefined)
    throw new Problem({
      code: 'break_glass.create.unfit',
      status: 409,
      detail:
        `Not even an emergency publishes what does not pass the check "${failing}". ${now.facts.checks.find(({ name }) => name === failing)?.detail ?? ''}`.trim(),
    });
  const { assets } = now.comparison;
  const governed = assets.find(({ path }) => governing.some((kind) => kind === kindOf(path)));
  const mends = isLocked(now.facts) && assets.every(({ path }) => kindOf(path) === 'requirement');
  if (governed !== undefined && !mends)
    throw new Problem({
      code: 'break_glass.create.governing',
      status: 409,
      detail: `${governed.path} is one of the rules that govern, and those are never changed without approval. Only a change of nothing but requirements may, while nobody could satisfy the ones in force. Take it out of the change.`,
    });
}
