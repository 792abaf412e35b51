import type { Anchor, AnchorFinding } from '../anchoring/anchor.ts';
import { compareWithAnchor } from '../anchoring/compare.ts';
import type { OrganizationId } from '../entry.ts';
import { isAllowed } from '../witnesses/ask-witness.ts';
import { settingsOf, submitterOf, type WitnessesParts } from '../witnesses/create.ts';
import { listWitnesses } from '../witnesses/store/witnesses.ts';
import { submitHead } from '../witnesses/submit.ts';
import { type AcceptParts, acceptRollbacks } from './accept.ts';
import { isAcceptable, type Rollback } from './rollback.ts';

/** What every anchor and every witness has against the database; a running server stops at the first. */
export async function allFindings(
  parts: WitnessesParts,
  anchors: readonly Anchor[],
): Promise<AnchorFinding[]> {
  const findings: AnchorFinding[] = [];
  const logs = await parts.store.logOrganizations(parts.reader);
  for (const anchor of anchors)
    for (const organization of new Set([...(await anchor.organizations()), ...logs])) {
      const { finding } = await compareWithAnchor(parts, anchor, organization);
      if (finding !== undefined) findings.push(finding);
    }
  for (const organization of logs)
    for (const witness of await listWitnesses(parts.reader, organization)) {
      if (!isAllowed(settingsOf(parts), witness)) continue;
      const { finding } = await submitHead(submitterOf(parts), organization, witness);
      if (finding !== undefined) findings.push(finding);
    }
  return findings;
}

/** Log by log, each in one transaction. */
export async function acceptAll(
  parts: AcceptParts,
  findings: readonly AnchorFinding[],
  said: { readonly by: string; readonly reason: string },
): Promise<readonly Rollback[]> {
  const acceptable = findings.filter(isAcceptable);
  const accepted: Rollback[] = [];
  for (const organization of new Set(acceptable.map((finding): OrganizationId => finding.organization))) {
    const ofIt = acceptable.filter((finding) => finding.organization === organization);
    accepted.push(...(await acceptRollbacks(parts, organization, ofIt, said)));
  }
  return accepted;
}
