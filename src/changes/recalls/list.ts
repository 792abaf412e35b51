import { authorize, type Principal, permits, theOrganization } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { type ChangesParts, resourceOf } from '../dossier.ts';
import { openRecall } from './open-recall.ts';
import { listRecalls } from './store.ts';
import { type RecallWire, recallPrincipals, recallWire } from './wire.ts';

export interface RecallQuery {
  /** A library's URL name. */
  readonly library: string | undefined;
  readonly inForce: boolean;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Recalls of models, and of what is in the libraries that the principal may see, newest first. */
export async function listRecallsFor(
  parts: ChangesParts,
  principal: Principal,
  query: RecallQuery,
): Promise<{ items: RecallWire[]; next: string | null }> {
  const libraries =
    query.library === undefined
      ? (await parts.libraries.visible(principal)).filter((library) =>
          permits(principal, 'recall.list', resourceOf(library)),
        )
      : [await parts.libraries.find(principal, query.library)];
  if (query.library !== undefined)
    for (const library of libraries) authorize(principal, 'recall.list', resourceOf(library));
  const found = await listRecalls(parts.reader, principal.organization, {
    libraries: libraries.map(({ id }) => id),
    models: query.library === undefined && permits(principal, 'recall.list', theOrganization),
    inForce: query.inForce,
    before: query.cursor === undefined ? undefined : readCursor(query.cursor),
    limit: query.limit + 1,
  });
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  const names = await parts.people.names(principal.organization, recallPrincipals(shown));
  const nameOf = new Map<string, string>(libraries.map(({ id, name }) => [id, name]));
  return {
    items: shown.map((recall) =>
      recallWire(
        recall,
        recall.target.kind === 'model' ? null : (nameOf.get(recall.target.library) ?? null),
        names,
      ),
    ),
    next:
      found.length > query.limit && last !== undefined
        ? Buffer.from(`${last.at.toISOString()} ${last.id}`).toString('base64url')
        : null,
  };
}

export async function readRecall(parts: ChangesParts, principal: Principal, id: string): Promise<RecallWire> {
  const { recall, library } = await openRecall(parts, principal, id, 'recall.read');
  const names = await parts.people.names(principal.organization, recallPrincipals([recall]));
  return recallWire(recall, library?.name ?? null, names);
}

function readCursor(cursor: string): { at: Date; id: string } {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, at, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (rcl_[0-9a-z]{26})$/.exec(text) ?? [];
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at)))
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'The cursor is not one that this list gave. Start again without it.',
    });
  return { at: new Date(at), id };
}
