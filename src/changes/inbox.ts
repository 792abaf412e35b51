import type { Principal } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import type { ChangeState } from './change.ts';
import type { ChangesParts, Dossier } from './dossier.ts';
import { openLeniently, visibleLibraries } from './list.ts';
import { changeWire, riskOf } from './read.ts';
import { listChanges } from './store/changes.ts';
import { waitingNow, waitsFor } from './waiting.ts';
import type { ChangeWire } from './wire.ts';

export interface InboxQuery {
  readonly state: ChangeState | undefined;
  /** The library's URL name. */
  readonly library: string | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** How many living changes are looked at, newest-updated first: past that an organization needs other tools than one inbox. */
const looked = 2_000;

/** The changes whose next step is this principal's: the riskiest first, then the longest waiting. */
export async function listWaiting(
  parts: ChangesParts,
  principal: Principal,
  query: InboxQuery,
): Promise<{ items: ChangeWire[]; next: string | null; total: number }> {
  const from = query.cursor === undefined ? 0 : readOffset(query.cursor);
  const dossiers = (await living(parts, principal, query.library)).filter(
    (dossier) =>
      waitsFor(principal, dossier) && (query.state === undefined || dossier.standing.state === query.state),
  );
  const sorted = dossiers.toSorted(byUrgency);
  const shown = sorted.slice(from, from + query.limit);
  const names = await parts.people.names(
    principal.organization,
    shown.map(({ change }) => change.createdBy),
  );
  const end = from + shown.length;
  return {
    items: shown.map((dossier) => changeWire(dossier, names)),
    next: end < sorted.length ? Buffer.from(`waiting ${end}`).toString('base64url') : null,
    total: sorted.length,
  };
}

/** The drafts and open changes of the libraries that the principal may see. */
export async function living(
  parts: ChangesParts,
  principal: Principal,
  library: string | undefined,
): Promise<Dossier[]> {
  const libraries = await visibleLibraries(parts, principal, library);
  const changes = await listChanges(parts.reader, principal.organization, {
    libraries: [...libraries.keys()],
    stages: ['draft', 'open'],
    limit: looked,
    before: undefined,
  });
  const found: Dossier[] = [];
  for (const change of changes) {
    const home = libraries.get(change.library);
    const dossier = home && (await openLeniently(parts, home, change));
    if (dossier !== undefined) found.push(dossier);
  }
  return found;
}

const riskRank = { high: 0, medium: 1, low: 2 } as const;

function byUrgency(left: Dossier, right: Dossier): number {
  const rank = ({ comparison }: Dossier) => riskRank[riskOf(comparison) ?? 'low'];
  const since = (dossier: Dossier) => waitingNow(dossier)?.since.getTime() ?? 0;
  return (
    rank(left) - rank(right) || since(left) - since(right) || (left.change.id < right.change.id ? -1 : 1)
  );
}

/** The list is sorted anew each time, so its cursor is a place in it. */
function readOffset(cursor: string): number {
  const [, offset] = /^waiting (\d{1,6})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (offset === undefined)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'The cursor is not one that this list gave. Start again without it.',
    });
  return Number(offset);
}
