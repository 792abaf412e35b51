import type { OrganizationId, PlacedEntry } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Projection } from '../layer/projection.ts';
import { addRows } from '../layer/store.ts';
import { aboutOf, outcomeOf, refused, type UseFact } from './fact.ts';
import { useRollUps } from './roll-ups.ts';
import { insertOpen, type OpenUse, takeOpen } from './store.ts';

/** Executions. Counted when they have ended, for the day on which they were asked for. */
export const useProjection: Projection = {
  name: 'intelligence.use',
  actions: ['execution.intend', 'execution.complete', 'execution.abandon', 'execution.refuse'],
  tables: [...useRollUps.map(({ table }) => table), 'intelligence_open'],
  fold: async (tx, organization, entries) => {
    await addFacts(tx, organization, await factsOf(tx, organization, entries));
  },
};

/** Facts into every roll-up of executions. Also the road of the benchmark's year. */
export async function addFacts(
  tx: Tx,
  organization: OrganizationId,
  facts: readonly UseFact[],
): Promise<void> {
  for (const rollUp of useRollUps)
    await addRows(
      tx,
      rollUp,
      organization,
      facts.flatMap((fact) => rollUp.rowsOf(fact)),
    );
}

/** Brings intents and outcomes together, in memory where one batch holds both, else through the table of what is open. */
async function factsOf(
  tx: Tx,
  organization: OrganizationId,
  entries: readonly PlacedEntry[],
): Promise<UseFact[]> {
  const facts: UseFact[] = [];
  const opened = new Map<string, OpenUse>();
  const ended: { entry: PlacedEntry['entry']; index: number }[] = [];
  for (const { entry, index = 0 } of entries) {
    const execution = entry.subject.id;
    if (entry.action === 'execution.intend')
      opened.set(execution, { execution, index, about: aboutOf(entry) });
    else if (entry.action === 'execution.refuse')
      facts.push({ ...aboutOf(entry), ...refused, firstIndex: index, lastIndex: index });
    else ended.push({ entry, index });
  }
  const before = ended.map(({ entry }) => entry.subject.id).filter((execution) => !opened.has(execution));
  const known = await takeOpen(tx, organization, before);
  for (const { entry, index } of ended) {
    const execution = entry.subject.id;
    const open = opened.get(execution) ?? known.get(execution);
    opened.delete(execution);
    known.delete(execution);
    // An outcome without an intent cannot be: the gateway writes them in this order. It would be counted nowhere.
    if (open === undefined) continue;
    facts.push({ ...open.about, ...outcomeOf(entry), firstIndex: open.index, lastIndex: index });
  }
  await insertOpen(tx, organization, [...opened.values()]);
  return facts;
}
