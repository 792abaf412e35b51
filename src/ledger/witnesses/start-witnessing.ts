import { createBell } from '../../platform/bell.ts';
import type { OrganizationId } from '../entry.ts';
import { askWitness, isCosigned, type WitnessingParts } from './ask-witness.ts';
import { listWitnesses } from './store/witnesses.ts';
import type { Witness, WitnessId } from './witness.ts';

/** How often every log is looked at, whoever signed its head; and how often every witness is asked, whether there is anything new or not. */
const pollMs = 5_000;
const againMs = 60_000;
/** Least time between two rounds: a busy log asks its witnesses twice a second, whatever it signs. */
const spacingMs = 500;
/** A witness that fails is asked again after this, doubled each time up to a minute. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** A witness that failed, and one that is being asked: the next round goes by both. */
interface Attention {
  readonly pauses: Map<WitnessId, { until: number; nextMs: number }>;
  readonly asked: Map<WitnessId, Promise<void>>;
}

/**
 * Shows the head of every log to its witnesses and keeps their cosignatures, and goes on doing so. The first round is the check at the
 * start, and resolves before anything is written: each witness is asked then, also when it has cosigned this head, and again each minute.
 * A witness that is away or slow stops nothing and keeps no other waiting; one that has seen another history stops the log.
 */
export async function startWitnessing(
  parts: WitnessingParts,
): Promise<{ integrated(): void; stop(): Promise<void> }> {
  const bell = createBell();
  const attention: Attention = { pauses: new Map(), asked: new Map() };
  let stopping = false;
  let askedAll = 0;
  const round = async () => {
    const again = performance.now() >= askedAll;
    if (again) askedAll = performance.now() + againMs;
    for (const organization of await parts.store.logOrganizations(parts.reader))
      if (!stopping) await witnessLog(parts, organization, attention, again);
  };
  const guarded = () =>
    round().catch((error: unknown) => {
      parts.log.error({ err: error }, 'a round of witnessing failed; it is tried again');
    });
  const settled = () => Promise.all(attention.asked.values());
  await guarded();
  await settled();
  const run = async () => {
    while (!stopping) {
      await bell.wait(pollMs);
      if (!stopping) await guarded();
      if (!stopping) await pause(spacingMs, () => stopping);
    }
  };
  const running = run();
  return {
    integrated: bell.ring,
    stop: async () => {
      stopping = true;
      bell.ring();
      await running;
      await settled();
    },
  };
}

/** In steps, so that a stop does not wait for it. */
async function pause(ms: number, isOver: () => boolean): Promise<void> {
  for (let left = ms; left > 0 && !isOver(); left -= 100)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Begins to ask those witnesses of a log that are due, and waits for none of them. */
async function witnessLog(
  parts: WitnessingParts,
  organization: OrganizationId,
  attention: Attention,
  again: boolean,
): Promise<void> {
  if (parts.stoppedFor(organization) !== undefined) return;
  const { pauses, asked } = attention;
  for (const witness of await listWitnesses(parts.reader, organization)) {
    const resting = pauses.get(witness.id);
    const isDue = resting === undefined || resting.until <= performance.now();
    if (asked.has(witness.id) || !isDue) continue;
    if (!again && (await isCosigned(parts, organization, witness))) continue;
    const asking = askNow(parts, organization, witness, attention, again).finally(() =>
      asked.delete(witness.id),
    );
    asked.set(witness.id, asking);
  }
}

/** Never throws: what fails is logged, and the witness is asked again later. */
async function askNow(
  parts: WitnessingParts,
  organization: OrganizationId,
  witness: Witness,
  { pauses }: Attention,
  again: boolean,
): Promise<void> {
  const resting = pauses.get(witness.id);
  const trouble = await askWitness(parts, organization, witness, resting !== undefined || again).catch(
    (error: unknown) => {
      parts.log.error({ err: error, organization }, 'a witness could not be asked');
      return 'was not asked';
    },
  );
  if (trouble === undefined) {
    pauses.delete(witness.id);
    return;
  }
  const nextMs = Math.min(longestPauseMs, (resting?.nextMs ?? firstPauseMs / 2) * 2);
  pauses.set(witness.id, { until: performance.now() + nextMs, nextMs });
}
