import type { Reader } from '../../platform/db/index.ts';
import { storeOf } from '../store/index.ts';
import type { Anchor, AnchorFinding } from './anchor.ts';
import { compareWithAnchor } from './compare.ts';

/** What anchors prove about the logs as `reader` sees them, without writing to any. For a database that is being restored. */
export async function anchorFindings(reader: Reader, anchors: readonly Anchor[]): Promise<AnchorFinding[]> {
  const parts = { reader, store: await storeOf(reader) };
  const findings: AnchorFinding[] = [];
  for (const anchor of anchors)
    for (const organization of await anchor.organizations()) {
      const { finding } = await compareWithAnchor(parts, anchor, organization);
      if (finding !== undefined) findings.push(finding);
    }
  return findings;
}
