import type { LibraryId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import { newId } from '../../platform/id.ts';
import type { Log } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { addDays, dayOf, weekOf } from '../days.ts';
import type { Estimate } from '../formulas/interval.ts';
import type { IntelligenceParts } from '../parts.ts';
import { type Drift, driftsOf } from './find.ts';
import {
  insertDrift,
  selectCounted,
  selectDurationDays,
  selectPromptDays,
  selectRunners,
  selectThumbDays,
} from './store.ts';

const everyMs = 30_000;
/** Two spans before the last change that may be two spans ago. */
const lookBackDays = 84;
/** Thrown inside a transaction to leave nothing behind: it was told of before. */
class ToldAlready extends Error {}

/**
 * Looks at every prompt of every organization for what is not as it was, and tells of each once: an entry `drift.raise` that names the
 * prompt's owner. Safe on any number of nodes: the row is unique.
 * @param isNew whether to look at an organization whose log is counted until an instant
 * @returns how many were told of
 */
export async function raiseDrifts(
  parts: IntelligenceParts,
  isNew: (organization: OrganizationId, until: Date | null) => boolean = () => true,
): Promise<number> {
  let raised = 0;
  for (const { organization, until } of await selectCounted(parts.reader)) {
    if (!isNew(organization, until)) continue;
    for (const found of await driftsIn(parts, organization))
      if (await raise(parts, organization, found)) raised += 1;
  }
  return raised;
}

interface Found {
  readonly library: LibraryId;
  readonly path: string;
  readonly drift: Drift;
}

async function driftsIn(parts: IntelligenceParts, organization: OrganizationId): Promise<Found[]> {
  const { reader, smallestGroup } = parts;
  const today = dayOf(parts.clock.now());
  const from = addDays(today, -lookBackDays);
  const [days, thumbs, runners] = await Promise.all([
    selectPromptDays(reader, organization, from),
    selectThumbDays(reader, organization, from),
    selectRunners(reader, organization, weekOf(from).week),
  ]);
  const keyOf = ({ library, path }: { library: string; path: string }) => JSON.stringify([library, path]);
  const thumbsOf = Map.groupBy(thumbs, keyOf);
  const found: Found[] = [];
  for (const [key, ofPrompt] of Map.groupBy(days, keyOf)) {
    const [prompt] = ofPrompt;
    const people = runners.get(key) ?? 0;
    // What few people do with a prompt is about them.
    if (prompt === undefined || (people > 0 && people < smallestGroup)) continue;
    const durations = await selectDurationDays(reader, organization, prompt, from);
    const runs = { days: ofPrompt, thumbs: thumbsOf.get(key) ?? [], durations };
    for (const drift of driftsOf(runs, today, smallestGroup))
      found.push({ library: prompt.library, path: prompt.path, drift });
  }
  return found;
}

async function raise(
  parts: IntelligenceParts,
  organization: OrganizationId,
  { library: id, path, drift }: Found,
): Promise<boolean> {
  const library = await parts.libraries.byId(organization, id);
  if (library === undefined) return false;
  try {
    await parts.ledger.record(async (tx) => {
      const owner = (await parts.libraries.owners(tx, library, [path])).get(path) ?? null;
      const entry = newId('ent');
      const raised = { ...drift, library: id, path, owner, entry, raisedAt: parts.clock.now() };
      const told = { ...raised, id: newId('dri') };
      if (!(await insertDrift(tx, organization, told))) throw new ToldAlready();
      const { metric, changed, on, since, before, after, stability } = drift;
      return {
        value: undefined,
        entry: {
          ...{ id: entry, organization, action: 'drift.raise' },
          actor: { kind: 'system', id: 'system:drift' },
          subject: { kind: 'drift', id: told.id },
          data: {
            ...{ library: id, path, owner, metric, changed: { ...changed }, on, since },
            ...{ before: rounded(before), after: rounded(after), stability },
          },
        },
      };
    });
    return true;
  } catch (error) {
    if (error instanceof ToldAlready) return false;
    throw error;
  }
}

const rounded = ({ value, low, high, n }: Estimate) => {
  const short = (number: number | null) => (number === null ? null : Number(number.toPrecision(6)));
  return { value: short(value), low: short(low), high: short(high), n };
};

/** Days are what is compared, so a log is looked at once for each day that it is counted until, and once for each day that goes by. */
export function startRaising(parts: IntelligenceParts & { readonly log: Log }): Loop {
  const looked = new Map<OrganizationId, string>();
  const isNew = (organization: OrganizationId, until: Date | null) => {
    const days = `${dayOf(parts.clock.now())} ${until === null ? '' : dayOf(until)}`;
    if (looked.get(organization) === days) return false;
    looked.set(organization, days);
    return true;
  };
  return startLoop('looking for drift', everyMs, parts.log, () => raiseDrifts(parts, isNew));
}
