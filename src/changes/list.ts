import { authorize, type Principal, permits } from '../access/index.ts';
import type { Library } from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import type { Change, ChangeState, Stage } from './change.ts';
import { assemble, type ChangesParts, type Dossier, resourceOf } from './dossier.ts';
import { changeWire } from './read.ts';
import { listChanges } from './store/changes.ts';
import type { ChangeWire } from './wire.ts';

export interface ChangeQuery {
  readonly state: ChangeState | undefined;
  /** The library's URL name. */
  readonly library: string | undefined;
  /** Only those that the caller opened. */
  readonly mine: boolean;
  readonly cursor: string | undefined;
  readonly limit: number;
}

const stagesOf: Record<ChangeState, readonly Stage[]> = {
  draft: ['draft'],
  in_review: ['open'],
  changes_requested: ['open'],
  approved: ['open'],
  published: ['published'],
  rejected: ['rejected'],
  withdrawn: ['withdrawn'],
};

/** Changes in the libraries that the principal may see, newest-updated first. What follows from decisions is derived, so it is filtered after. */
export async function listChangesFor(
  parts: ChangesParts,
  principal: Principal,
  query: ChangeQuery,
): Promise<{ items: ChangeWire[]; next: string | null }> {
  const libraries = await visibleLibraries(parts, principal, query.library);
  const stages = query.state && stagesOf[query.state];
  const wanted: { dossier: Dossier; at: Change }[] = [];
  let before = query.cursor === undefined ? undefined : readCursor(query.cursor);
  let more = true;
  while (more && wanted.length <= query.limit) {
    const page = await listChanges(parts.reader, principal.organization, {
      libraries: [...libraries.keys()],
      stages,
      createdHuman: query.mine ? principal.human : undefined,
      limit: query.limit + 1,
      before,
    });
    more = page.length > query.limit;
    for (const change of page) {
      const library = libraries.get(change.library);
      if (library === undefined) continue;
      const dossier = await openLeniently(parts, library, change);
      if (dossier !== undefined && matches(dossier, query)) wanted.push({ dossier, at: change });
    }
    const last = page.at(-1);
    if (last === undefined) break;
    before = { at: last.updatedAt, id: last.id };
  }
  const shown = wanted.slice(0, query.limit);
  const last = shown.at(-1);
  const names = await parts.people.names(
    principal.organization,
    shown.map(({ dossier }) => dossier.change.createdBy),
  );
  return {
    items: shown.map(({ dossier }) => changeWire(dossier, names)),
    next: wanted.length > query.limit && last !== undefined ? writeCursor(last.at) : null,
  };
}

export async function visibleLibraries(
  parts: ChangesParts,
  principal: Principal,
  name: string | undefined,
): Promise<Map<Library['id'], Library>> {
  const libraries =
    name === undefined
      ? await parts.libraries.visible(principal)
      : [await parts.libraries.find(principal, name)];
  if (name !== undefined)
    for (const library of libraries) authorize(principal, 'change.list', resourceOf(library));
  const listed = libraries.filter((library) => permits(principal, 'change.list', resourceOf(library)));
  return new Map(listed.map((library) => [library.id, library]));
}

/** A change whose branch is gone cannot be shown in a list, but must not hide the others. */
export async function openLeniently(
  parts: ChangesParts,
  library: Library,
  change: Change,
): Promise<Dossier | undefined> {
  try {
    return await assemble(parts, library, change);
  } catch (error) {
    if (error instanceof Problem && error.code === 'change.branch_missing') return undefined;
    throw error;
  }
}

function matches(dossier: Dossier, query: ChangeQuery): boolean {
  return query.state === undefined || dossier.standing.state === query.state;
}

export function writeCursor(change: Change): string {
  return Buffer.from(`${change.updatedAt.toISOString()} ${change.id}`).toString('base64url');
}

export function readCursor(cursor: string): { at: Date; id: string } {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, at, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (chg_[0-9a-z]{26})$/.exec(text) ?? [];
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at)))
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'The cursor is not one that this list gave. Start again without it.',
    });
  return { at: new Date(at), id };
}
