import { createBell } from '../../platform/bell.ts';
import type { Log } from '../../platform/log.ts';
import type { OrganizationId } from '../entry.ts';
import type { ReadParts } from '../prove.ts';
import type { Anchor, AnchorFinding } from './anchor.ts';
import { compareWithAnchor } from './compare.ts';

export interface AnchoringParts extends ReadParts {
  readonly log: Log;
  readonly anchors: readonly Anchor[];
  /** Told of the first finding, once: from then on nothing may be written. */
  readonly found: (finding: AnchorFinding) => void;
}

/** A log is anchored within this time of being signed, and every log is looked at that often. */
const pollMs = 5_000;
const spacingMs = 500;

/**
 * Compares every log with every anchor, and then keeps doing so: what the database continues is remembered, what it does not is a finding.
 * The comparison at the start and each later one are the same. Resolves after the first round, so that nothing is written before.
 * An anchor that cannot be reached is logged and tried again; it stops nothing, because its absence proves nothing.
 */
export async function startAnchoring(
  parts: AnchoringParts,
): Promise<{ integrated(): void; stop(): Promise<void> }> {
  const bell = createBell();
  const written = new Map<string, string>();
  let stopping = false;
  const lookedAt = new Map<Anchor, number>();
  const isDue = (anchor: Anchor) =>
    performance.now() >= (lookedAt.get(anchor) ?? Number.NEGATIVE_INFINITY) + (anchor.everyMs ?? 0);
  /** Together: one that is far, or away, keeps no other waiting. */
  const round = async (all: boolean) => {
    await Promise.all(
      parts.anchors
        .filter((anchor) => all || isDue(anchor))
        .map(async (anchor) => {
          lookedAt.set(anchor, performance.now());
          await anchorAll(parts, anchor, written).catch((error: unknown) => {
            parts.log.error({ err: error, anchor: anchor.name }, 'an anchor cannot be read or written');
          });
        }),
    );
  };
  await round(true);
  const run = async () => {
    while (!stopping) {
      await bell.wait(pollMs);
      if (!stopping) await round(false);
      if (!stopping) await new Promise((resolve) => setTimeout(resolve, spacingMs));
    }
  };
  const running = run();
  return {
    integrated: bell.ring,
    stop: async () => {
      stopping = true;
      bell.ring();
      await running;
      // What was signed last is remembered, however short the time before the stop was.
      await round(true);
    },
  };
}

async function anchorAll(parts: AnchoringParts, anchor: Anchor, written: Map<string, string>): Promise<void> {
  const logs = await parts.store.logOrganizations(parts.reader);
  const due = new Map<OrganizationId, string>();
  for (const organization of new Set([...(await anchor.organizations()), ...logs])) {
    const note = await compareOne(parts, anchor, organization, written);
    if (note !== undefined) due.set(organization, note);
  }
  if (due.size === 0) return;
  await anchor.write(due);
  for (const [organization, note] of due) written.set(`${anchor.name}/${organization}`, note);
}

/** @returns the checkpoint that the anchor is to remember */
async function compareOne(
  parts: AnchoringParts,
  anchor: Anchor,
  organization: OrganizationId,
  written: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const { finding, head, remembered } = await compareWithAnchor(parts, anchor, organization);
  if (finding !== undefined) {
    parts.log.fatal({ ...finding }, 'the database is not the one that was anchored: writes are stopped');
    parts.found(finding);
    return undefined;
  }
  const known = [remembered, written.get(`${anchor.name}/${organization}`)];
  return head === undefined || known.includes(head.note) ? undefined : head.note;
}
