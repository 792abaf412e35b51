import { commitTo } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import { type Attestation, insertAttestation } from '../store/explorer.ts';
import type { ExplorerParts } from './saved-searches.ts';

/**
 * "Audit reviewed": that somebody looked at the entries from `from` to the head that they saw, and what they found. It binds the head's
 * root, so nobody can say later that it was another log.
 * @throws Problem 409 `attestation.create.other_head` when the log never had a head of that size with that root
 */
export async function attest(
  parts: ExplorerParts & { readonly rootAt: (size: number) => Promise<Uint8Array | undefined> },
  organization: OrganizationId,
  actor: Actor,
  asked: {
    readonly from: number;
    readonly treeSize: number;
    readonly conclusion: Attestation['conclusion'];
    readonly findings: string;
  },
): Promise<Attestation> {
  const rootHash = await parts.rootAt(asked.treeSize);
  if (rootHash === undefined || asked.from >= asked.treeSize) throw otherHead();
  const said = commitTo(asked.findings);
  const attestation = {
    ...asked,
    id: newId('att'),
    rootHash,
    by: actor.id,
    at: parts.clock.now(),
    entry: newId('ent'),
  };
  return parts.record(async (tx) => {
    await insertAttestation(tx, organization, attestation, said.salt);
    return {
      value: attestation,
      entry: {
        id: attestation.entry,
        organization,
        action: 'attestation.create',
        actor,
        subject: { kind: 'attestation', id: attestation.id },
        data: {
          from: asked.from,
          treeSize: asked.treeSize,
          rootHash: Buffer.from(rootHash).toString('base64'),
          conclusion: asked.conclusion,
          findings: said.commitment,
        },
      },
    };
  });
}

function otherHead(): Problem {
  return new Problem({
    code: 'attestation.create.other_head',
    status: 409,
    detail:
      'The log never had a signed head of that size, or there is nothing before it. Load the ledger again, look at what is new, and attest to what you saw.',
  });
}
