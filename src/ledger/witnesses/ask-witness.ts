import type { HostList } from '../../platform/host-list.ts';
import type { Log } from '../../platform/log.ts';
import { Problem } from '../../platform/problem.ts';
import type { AnchorFinding } from '../anchoring/anchor.ts';
import type { OrganizationId } from '../entry.ts';
import { readLastCosigned } from './store/cosignatures.ts';
import { writeTrouble } from './store/witnesses.ts';
import { type SubmitParts, type Submitted, submitHead } from './submit.ts';
import { readWitnessUrl } from './url.ts';
import { type Witness, witnessName } from './witness.ts';

export interface WitnessingParts extends SubmitParts {
  readonly log: Log;
  readonly hosts: HostList;
  /** Told of each finding: from then on nothing may be written to that log. */
  readonly found: (finding: AnchorFinding) => void;
  /** What was found already: such a log is not shown to witnesses any more. */
  readonly stoppedFor: (organization: OrganizationId) => AnchorFinding | undefined;
}

/** Whether a witness has the head that there is, as far as we know. */
export async function isCosigned(
  { reader, store }: WitnessingParts,
  organization: OrganizationId,
  { id }: Witness,
): Promise<boolean> {
  const head = await store.readHead(reader, organization);
  const last = await readLastCosigned(reader, organization, id);
  return head !== undefined && last !== undefined && last.treeSize >= head.treeSize;
}

/**
 * Shows the head to one witness, and writes down what is wrong with it, or that nothing is any more.
 * @param wasTroubled whether something may be written down about it
 * @returns what is wrong with the witness
 */
export async function askWitness(
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
export function isAllowed({ hosts }: Pick<WitnessingParts, 'hosts'>, { url }: Witness): boolean {
  try {
    readWitnessUrl(url, hosts);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
