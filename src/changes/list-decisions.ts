import { authorize, named, type PersonRef, type Principal } from '../access/index.ts';
import type { Library } from '../libraries/index.ts';
import type { Change, Decision } from './change.ts';
import { type ChangesParts, type Dossier, resourceOf } from './dossier.ts';
import { openLeniently, readCursor, writeCursor } from './list.ts';
import { whyOver } from './standing/why-over.ts';
import { listChanges, readChange } from './store/changes.ts';
import type { DecisionWire } from './wire.ts';

export interface DecisionQuery {
  /** Only those about changes that touch this asset. */
  readonly path: string | undefined;
  /** Only those about this change. */
  readonly change: string | undefined;
  readonly cursor: string | undefined;
  /** How many changes are looked at, not how many decisions are found: a page may hold few, or none. */
  readonly limit: number;
}

/**
 * Who decided what about the changes of a library, of the newest-updated change first, and in it the newest decision: under which
 * requirement, and whether it counts. What a change touches is derived, so it is filtered after.
 */
export async function listDecisionsFor(
  parts: ChangesParts,
  principal: Principal,
  libraryName: string,
  query: DecisionQuery,
): Promise<{ items: DecisionWire[]; next: string | null }> {
  const library = await parts.libraries.find(principal, libraryName);
  authorize(principal, 'decision.list', resourceOf(library));
  const { changes, next } = await lookedAt(parts, library, query);
  const dossiers: Dossier[] = [];
  for (const change of changes) {
    const dossier = await openLeniently(parts, library, change);
    if (dossier !== undefined && touches(dossier, query.path)) dossiers.push(dossier);
  }
  const names = await parts.people.names(library.organization, dossiers.flatMap(deciders));
  return {
    items: dossiers.flatMap((dossier) =>
      dossier.facts.decisions.toReversed().map((decision) => decisionWire(dossier, decision, names)),
    ),
    next,
  };
}

async function lookedAt(
  parts: ChangesParts,
  library: Library,
  { change: id, cursor, limit }: DecisionQuery,
): Promise<{ changes: readonly Change[]; next: string | null }> {
  if (id !== undefined) {
    const change = await readChange(parts.reader, library.organization, id);
    return { changes: change?.library === library.id ? [change] : [], next: null };
  }
  const found = await listChanges(parts.reader, library.organization, {
    libraries: [library.id],
    stages: undefined,
    limit: limit + 1,
    before: cursor === undefined ? undefined : readCursor(cursor),
  });
  const changes = found.slice(0, limit);
  const last = changes.at(-1);
  return { changes, next: found.length > limit && last !== undefined ? writeCursor(last) : null };
}

const touches = ({ comparison }: Dossier, path: string | undefined): boolean =>
  path === undefined || comparison.assets.some((asset) => asset.path === path);

const deciders = ({ facts }: Dossier): string[] =>
  facts.decisions.flatMap(({ by, onBehalfOf }) => (onBehalfOf === null ? [by] : [by, onBehalfOf]));

function decisionWire(
  { change, facts, standing }: Dossier,
  decision: Decision,
  names: ReadonlyMap<string, PersonRef>,
): DecisionWire {
  return {
    id: decision.id,
    change: { id: change.id, number: change.number, title: change.title, state: standing.state },
    kind: decision.kind,
    verdict: decision.verdict,
    by: named(names, decision.by),
    onBehalfOf: decision.onBehalfOf === null ? null : named(names, decision.onBehalfOf),
    at: decision.at.toISOString(),
    comment: decision.comment,
    revision: decision.revision,
    digest: decision.digest,
    environment: decision.environment,
    requirement: decision.requirementVersion,
    notCounting: whyOver(decision, facts),
    entry: decision.entry,
  };
}
