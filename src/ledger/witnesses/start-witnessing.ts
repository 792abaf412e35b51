import { createBell } from '../../platform/bell.ts';
import type { HostList } from '../../platform/host-list.ts';
import type { Log } from '../../platform/log.ts';
import { Problem } from '../../platform/problem.ts';
import type { AnchorFinding } from '../anchoring/anchor.ts';
import type { OrganizationId } from '../entry.ts';
import { readLastCosigned } from './store/cosignatures.ts';
import { listWitnesses, writeTrouble } from './store/witnesses.ts';
import { type SubmitParts, type Submitted, submitHead } from './submit.ts';
import { readWitnessUrl } from './url.ts';
import { type Witness, type WitnessId, witnessName } from './witness.ts';

export interface WitnessingParts extends SubmitParts {
  readonly log: Log;
  readonly hosts: HostList;
  /** Told of each finding: from then on nothing may be written to that log. */
  readonly found: (finding: AnchorFinding) => void;
  /** What was found already: such a log is not shown to witnesses any more. */
  readonly stoppedFor: (organization: OrganizationId) => AnchorFinding | undefined;
}

/** How often every log is looked at, whoever signed its head. */
const pollMs = 5_000;
/** Least time between two rounds: a busy log asks its witnesses twice a second, whatever it signs. */
const spacingMs = 500;
/** A witness that fails is asked again after this, doubled each time up to a minute. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Shows the head of every log to its witnesses and keeps their cosignatures, and goes on doing so. The first round is the check at the
 * start, and resolves before anything is written: each witness is asked then, also when it has cosigned this head. A witness
 * that is away stops nothing and slows nobody down; one that has seen another history does.
 */
export async function startWitnessing(
  parts: WitnessingParts,
): Promise<{ integrated(): void; stop(): Promise<void> }> {
  const bell = createBell();
  const pauses = new Map<WitnessId, { until: number; nextMs: number }>();
  let stopping = false;
  const round = async (again: boolean) => {
    const logs = await parts.store.logOrganizations(parts.reader);
    await Promise.all(logs.map((organization) => witnessLog(parts, organization, pauses, again)));
  };
  const guarded = (again: boolean) =>
    round(again).catch((error: unknown) => {
      parts.log.error({ err: error }, 'a round of witnessing failed; it is tried again');
    });
  await guarded(true);
  const run = async () => {
    while (!stopping) {
      await bell.wait(pollMs);
      if (!stopping) await guarded(false);
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
    },
  };
}

/** In steps, so that a stop does not wait for it. */
async function pause(ms: number, isOver: () => boolean): Promise<void> {
  for (let left = ms; left > 0 && !isOver(); left -= 100)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

async function witnessLog(
  parts: WitnessingParts,
  organization: OrganizationId,
  pauses: Map<WitnessId, { until: number; nextMs: number }>,
  again: boolean,
): Promise<void> {
  if (parts.stoppedFor(organization) !== undefined) return;
  const witnesses = await listWitnesses(parts.reader, organization);
  if (witnesses.length === 0) return;
  await Promise.all(
    witnesses.map(async (witness) => {
      const resting = pauses.get(witness.id);
      if (resting !== undefined && resting.until > performance.now()) return;
      if (!again && (await isCosigned(parts, organization, witness))) return;
      const trouble = await askOne(parts, organization, witness, resting !== undefined || again);
      if (trouble === undefined) {
        pauses.delete(witness.id);
        return;
      }
      const nextMs = Math.min(longestPauseMs, (resting?.nextMs ?? firstPauseMs / 2) * 2);
      pauses.set(witness.id, { until: performance.now() + nextMs, nextMs });
    }),
  );
}

async function isCosigned(
  { reader, store }: WitnessingParts,
  organization: OrganizationId,
  { id }: Witness,
): Promise<boolean> {
  const head = await store.readHead(reader, organization);
  const last = await readLastCosigned(reader, organization, id);
  return head !== undefined && last !== undefined && last.treeSize >= head.treeSize;
}

/** @returns what is wrong with the witness */
async function askOne(
  parts: WitnessingParts,
  organization: OrganizationId,
  witness: Witness,
  wasTroubled: boolean,
): Promise<string | undefined> {
  const submitted: Submitted = isAllowed(parts, witness)
    ? await submitHead(parts, organization, witness)
    : { trouble: 'is at a host that the operator does not allow any more' };
  if (submitted.finding !== undefined) {
    const { finding } = submitted;
    parts.log.fatal({ ...finding }, 'a witness has seen another history: writes to this log are stopped');
    parts.found(finding);
    return undefined;
  }
  const { trouble } = submitted;
  if (trouble !== undefined || wasTroubled)
    await parts.writer
      .transaction()
      .execute((tx) => writeTrouble(tx, organization, witness.id, trouble, parts.clock.now()));
  if (trouble !== undefined)
    parts.log.warn({ organization, witness: witnessName(witness), trouble }, 'a witness did not cosign');
  return trouble;
}

/** Asked each time: the operator may have taken the host off the list (AT-49). */
function isAllowed({ hosts }: WitnessingParts, { url }: Witness): boolean {
  try {
    readWitnessUrl(url, hosts);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
