import { explain, type Principal } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import { listBreakGlasses } from './break-glass/store.ts';
import type { ChangeState } from './change.ts';
import { type ChangesParts, type Dossier, resourceOf } from './dossier.ts';
import { openLeniently, visibleLibraries } from './list.ts';
import { changeWire, riskOf } from './read.ts';
import { isIndependent } from './standing/facts.ts';
import { listChanges, readChange } from './store/changes.ts';
import { conversationOf, talkedAbout } from './talk/store/conversation.ts';
import { waitsForAnswerSince } from './talk/thread.ts';
import { type Waiting, type WaitingReason, waitingNow, waitsFor } from './waiting.ts';
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

/** A change, and what it wants of one principal. */
interface Wanted {
  readonly dossier: Dossier;
  readonly waiting: Waiting<WaitingReason>;
}

/**
 * The changes that want something of this principal: the review of a break-glass, their next step, or an answer in a thread. The riskiest
 * first, then the longest waiting.
 */
export async function listWaiting(
  parts: ChangesParts,
  principal: Principal,
  query: InboxQuery,
): Promise<{ items: ChangeWire[]; next: string | null; total: number }> {
  const from = query.cursor === undefined ? 0 : readOffset(query.cursor);
  const { organization } = principal;
  const dossiers = await living(parts, principal, query.library);
  const steps = dossiers.flatMap((dossier): Wanted[] => {
    const waiting = waitsFor(principal, dossier) ? waitingNow(dossier) : null;
    return waiting === null ? [] : [{ dossier, waiting }];
  });
  const others = dossiers.filter((dossier) => !steps.some((step) => step.dossier === dossier));
  const wanted = [
    ...(await brokenGlass(parts, principal, query.library)),
    ...steps,
    ...(await toAnswer(parts, principal, others)),
  ].filter(({ dossier }) => query.state === undefined || dossier.standing.state === query.state);
  const sorted = wanted.toSorted(byUrgency);
  const shown = sorted.slice(from, from + query.limit);
  const names = await parts.people.names(
    organization,
    shown.map(({ dossier }) => dossier.change.createdBy),
  );
  const end = from + shown.length;
  return {
    items: shown.map(({ dossier, waiting }) => changeWire(dossier, names, waiting)),
    next: end < sorted.length ? Buffer.from(`waiting ${end}`).toString('base64url') : null,
    total: sorted.length,
  };
}

/** What went live by break-glass and whose mandatory review this principal may do: whoever had no part in it. */
async function brokenGlass(
  parts: ChangesParts,
  principal: Principal,
  library: string | undefined,
): Promise<Wanted[]> {
  if (principal.kind !== 'person') return [];
  const libraries = await visibleLibraries(parts, principal, library);
  const due = await listBreakGlasses(parts.reader, principal.organization, {
    libraries: [...libraries.keys()],
    due: true,
    limit: 200,
  });
  const found: Wanted[] = [];
  for (const broken of due) {
    const home = libraries.get(broken.library);
    if (home === undefined || broken.human === principal.human) continue;
    if (!explain(principal, 'break_glass.review', resourceOf(home)).allowed) continue;
    const change = await readChange(parts.reader, principal.organization, broken.change);
    const dossier = change && (await openLeniently(parts, home, change));
    if (dossier === undefined || !isIndependent(principal.human, dossier.facts)) continue;
    found.push({ dossier, waiting: { reason: 'break_glass', stage: null, since: broken.at } });
  }
  return found;
}

/** Changes with an open thread in which somebody said something to this principal last. */
async function toAnswer(
  parts: ChangesParts,
  { organization, human, kind }: Principal,
  dossiers: readonly Dossier[],
): Promise<Wanted[]> {
  if (kind !== 'person') return [];
  const ids = await talkedAbout(
    parts.reader,
    organization,
    dossiers.map(({ change }) => change.id),
  );
  const found: Wanted[] = [];
  for (const dossier of dossiers) {
    if (!ids.has(dossier.change.id)) continue;
    const conversation = await conversationOf(parts.reader, dossier.change);
    const since = waitsForAnswerSince(conversation, human, dossier.change.createdHuman === human);
    if (since !== null) found.push({ dossier, waiting: { reason: 'answer', stage: null, since } });
  }
  return found;
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

const riskRank = { high: 1, medium: 2, low: 3 } as const;

/** A broken glass is looked at before anything else. */
function byUrgency(left: Wanted, right: Wanted): number {
  const rank = ({ dossier, waiting }: Wanted) =>
    waiting.reason === 'break_glass' ? 0 : riskRank[riskOf(dossier.comparison) ?? 'low'];
  return (
    rank(left) - rank(right) ||
    left.waiting.since.getTime() - right.waiting.since.getTime() ||
    (left.dossier.change.id < right.dossier.change.id ? -1 : 1)
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
