import type { Action, Principal } from '../access/index.ts';
import type { Digest, Library, Oid } from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import type { ChangeId } from './change.ts';
import { openDossier } from './dossier.ts';
import type { ChangesParts } from './parts.ts';

/** What a living change proposes, for whoever tries it. */
export interface Candidate {
  readonly id: ChangeId;
  readonly library: Library;
  readonly branch: string;
  readonly environment: string;
  readonly head: Oid;
  readonly digest: Digest;
  /** Path → text and digest, or null for what it deletes. */
  readonly assets: ReadonlyMap<string, { readonly text: string; readonly digest: Digest } | null>;
}

/** @throws Problem 404, 403, `evaluation.run.ended` 409 */
export async function candidateOf(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  action: Action,
): Promise<Candidate> {
  const { change, library, comparison } = await openDossier(parts, principal, id, action);
  if (change.stage !== 'draft' && change.stage !== 'open')
    throw new Problem({
      code: 'evaluation.run.ended',
      status: 409,
      detail: 'The change has ended. Run the evaluation against a version instead.',
    });
  const { branch, environment } = change;
  const { head, digest, assets } = comparison;
  return {
    ...{ id: change.id, library, branch, environment, head, digest },
    assets: new Map(assets.map((asset) => [asset.path, asset.head])),
  };
}
