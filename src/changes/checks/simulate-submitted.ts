import type { Follower } from '../../ledger/index.ts';
import { type Edits, policyLibrary, type SimulatedBy } from '../../policy/index.ts';
import { openLeniently } from '../list.ts';
import type { ChangesParts } from '../parts.ts';
import { readChange } from '../store/changes.ts';

/** Starts to try what a change proposes. */
export type Simulate = (
  by: SimulatedBy,
  proposal: { readonly change: string; readonly edits: Edits },
) => Promise<void>;

type Parts = ChangesParts & { readonly log: { error(about: object, sentence: string): void } };

/**
 * A change of the organization's rules that is submitted is tried on what was recorded lately, by itself, in the name of who submitted it: its
 * reviewers find what it would do. It runs beside, for as long as it takes; one that a crash cuts off is started by hand.
 */
export function simulateSubmitted(parts: Parts, simulate: Simulate): Follower {
  return {
    name: 'changes/simulate-submitted',
    actions: ['change.submit'],
    react: async (_tx, { organization, subject, actor }) => {
      const change = await readChange(parts.reader, organization, subject.id);
      const library = change && (await parts.libraries.byId(organization, change.library));
      if (change === undefined || library === undefined || library.name !== policyLibrary) return [];
      const dossier = await openLeniently(parts, library, change);
      const assets = dossier?.comparison.assets ?? [];
      if (!assets.some(({ path }) => path.endsWith('.cedar'))) return [];
      const edits = new Map(assets.map(({ path, head }) => [path, head === null ? null : head.text]));
      simulate({ organization, actor, id: actor.id }, { change: change.id, edits }).catch((err: unknown) =>
        parts.log.error({ err, change: change.id }, 'a submitted policy could not be simulated'),
      );
      return [];
    },
  };
}
