import type { Principal } from '../access/index.ts';
import type { Operation } from '../platform/http/index.ts';
import type { Changes } from './changes.ts';
import type { ChangesParts } from './dossier.ts';
import { listWaiting } from './inbox.ts';
import { changeOn, proposePush } from './propose.ts';
import { changeOperations } from './routes/index.ts';
import { actsOf } from './store/acts.ts';
import { readChange } from './store/changes.ts';
import { approvalHours } from './store/durations.ts';

export type { ChangeId } from './change.ts';
export type { ChangeStory, Changes } from './changes.ts';
export type { ChangesParts, People } from './dossier.ts';
export { type ChangeWire, changeSchema } from './wire.ts';

/** Puts the slice together. */
export function createChanges(parts: ChangesParts): Changes & { operations: Operation<Principal>[] } {
  return {
    story: (organization, change) => actsOf(parts.reader, organization, change),
    waitingFor: async (principal, limit) => {
      const query = { state: undefined, library: undefined, cursor: undefined, limit };
      return (await listWaiting(parts, principal, query)).items;
    },
    medianApprovalHours: async (principal, days) => {
      const since = new Date(parts.clock.now().getTime() - days * 86_400_000);
      const libraries = (await parts.libraries.visible(principal)).map((library) => library.id);
      return median(await approvalHours(parts.reader, principal.organization, libraries, since));
    },
    libraryOf: async (organization, change) =>
      (await readChange(parts.reader, organization, change))?.library,
    on: (library, branch) => changeOn(parts, library, branch),
    proposePush: (principal, library, branch, options) =>
      proposePush(parts, principal, library, branch, options),
    operations: changeOperations(parts),
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}
