import { newId } from '../platform/id.ts';
import type { Log } from '../platform/log.ts';
import { type Loop, startLoop } from '../platform/loop.ts';
import { Problem } from '../platform/problem.ts';
import type { Change } from './change.ts';
import { assemble, outcomeOf } from './dossier.ts';
import type { ChangesParts } from './parts.ts';
import { inForce } from './requirement/in-force.ts';
import { insertAct } from './store/acts.ts';
import { lockChange, moveStage, openChanges } from './store/changes.ts';
import { insertOutcome } from './store/outcomes.ts';

/** Who ends what nobody decided on in time. */
const system = 'system:lapse';
/** Between two looks. Late is fine: from the instant on, nothing is decided or published any more anyway. */
const everyMs = 30_000;

/** Thrown inside a transaction to leave nothing behind: another node was first, or it has not lapsed after all. */
class NotLapsed extends Error {}

/**
 * Ends the open changes of which a stage's time ran out, as rejected. Safe concurrently and on several nodes: the change's lock and its
 * standing under it decide.
 * @returns how many were ended now
 */
export async function endLapsed(parts: ChangesParts): Promise<number> {
  let ended = 0;
  const mayLapse = new Map<string, boolean>();
  for (const change of await openChanges(parts.reader)) {
    const known = mayLapse.get(change.library) ?? (await hasLapse(parts, change));
    mayLapse.set(change.library, known);
    if (known && (await isLapsed(parts, change)) && (await lapse(parts, change))) ended += 1;
  }
  return ended;
}

/** Whether any rule in force for a change's library has a stage that lapses: most have none, and cost nothing more. */
async function hasLapse(parts: ChangesParts, { organization, library }: Change): Promise<boolean> {
  const home = await parts.libraries.byId(organization, library);
  if (home === undefined) return false;
  const { sources } = await inForce(parts, parts.reader, home);
  return sources.some(({ rules }) =>
    rules?.some(({ stages }) => stages.some(({ lapseMs }) => lapseMs !== null)),
  );
}

async function isLapsed(parts: ChangesParts, change: Change): Promise<boolean> {
  const library = await parts.libraries.byId(change.organization, change.library);
  if (library === undefined) return false;
  try {
    return (await assemble(parts, library, change)).standing.lapsed;
  } catch (error) {
    // Its branch is gone: nothing can be decided on it, and whoever restores the branch finds it lapsed.
    if (error instanceof Problem && error.code === 'change.branch_missing') return false;
    throw error;
  }
}

async function lapse(parts: ChangesParts, { organization, id, library }: Change): Promise<boolean> {
  const home = await parts.libraries.byId(organization, library);
  if (home === undefined) return false;
  try {
    await parts.ledger.record(async (tx) => {
      const locked = await lockChange(tx, organization, id);
      if (locked === undefined || locked.stage !== 'open') throw new NotLapsed();
      const dossier = await assemble(parts, home, locked, tx);
      if (!dossier.standing.lapsed) throw new NotLapsed();
      const { head, main, digest } = dossier.comparison;
      const at = parts.clock.now();
      const entry = newId('ent');
      const lapsed = dossier.standing.stages.filter((stage) => stage.lapsed);
      const detail = `rejected by itself: the time for ${lapsed.map(({ name }) => name).join(', ')} ran out`;
      await moveStage(tx, locked, 'rejected', at, { revision: head, base: main });
      await insertOutcome(tx, organization, id, outcomeOf(dossier));
      await insertAct(tx, organization, id, { action: 'change.lapse', by: system, at, detail, entry });
      return {
        value: undefined,
        entry: {
          id: entry,
          organization,
          action: 'change.lapse',
          actor: { kind: 'system', id: system },
          subject: { kind: 'change', id },
          data: {
            library: locked.library,
            number: locked.number,
            environment: locked.environment,
            revision: head,
            digest,
            requirement: dossier.facts.requirement.version,
            stages: lapsed.map(({ rule, name }) => ({ rule, name })),
          },
        },
      };
    });
    return true;
  } catch (error) {
    if (error instanceof NotLapsed) return false;
    throw error;
  }
}

/** Ends what has lapsed, now and then, until stopped. */
export function startLapsing(parts: ChangesParts & { readonly log: Log }): Loop {
  return startLoop('ending lapsed changes', everyMs, parts.log, async () => {
    const ended = await endLapsed(parts);
    if (ended > 0) parts.log.info({ changes: ended }, 'changes lapsed');
  });
}
