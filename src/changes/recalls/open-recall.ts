import { type Action, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { Library } from '../../libraries/index.ts';
import { notFound } from '../../platform/problem.ts';
import { type ChangesParts, noLibrary, resourceOf } from '../dossier.ts';
import type { Recall } from './recall.ts';
import { findRecall } from './store.ts';

export interface OpenRecall {
  readonly recall: Recall;
  /** Null for a model. */
  readonly library: Library | null;
}

/** A recall, for an action on it. The identical 404 when there is none or its library is not theirs to see. */
export async function openRecall(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  action: Action,
): Promise<OpenRecall> {
  const recall = await findRecall(parts.reader, principal.organization, id);
  if (recall?.target.kind === 'model') {
    authorize(principal, action, theOrganization);
    return { recall, library: null };
  }
  const library = await parts.libraries.byId(principal.organization, recall?.target.library ?? noLibrary);
  if (recall === undefined || library === undefined) throw notFound();
  authorize(principal, action, resourceOf(library));
  return { recall, library };
}
