import { named, type PersonRef, type Principal } from '../access/index.ts';
import { assetFaults, type Comparison, kindOf, riskTierOf } from '../libraries/index.ts';
import { checkWire, reporters } from './checks/wire.ts';
import { delegatorsOf } from './delegations/right.ts';
import { type ChangesParts, type Dossier, openDossier } from './dossier.ts';
import { goingLiveOf } from './going-live.ts';
import { mayWire } from './may.ts';
import { requirementWire } from './requirement/wire.ts';
import { isOver } from './standing/facts.ts';
import { actsOf } from './store/acts.ts';
import { peopleIn, readTalk, talkWire } from './talk/page.ts';
import { type Waiting, type WaitingReason, waitingNow } from './waiting.ts';
import type { ChangePageWire, ChangeWire } from './wire.ts';

type Names = ReadonlyMap<string, PersonRef>;

/** The short form of a change, as lists show it. */
export function changeWire(
  dossier: Dossier,
  names: Names,
  waiting: Waiting<WaitingReason> | null = waitingNow(dossier),
): ChangeWire {
  const { change, comparison, standing, library } = dossier;
  return {
    id: change.id,
    library: library.name,
    number: change.number,
    title: change.title,
    description: change.description,
    branch: change.branch,
    environment: change.environment,
    state: standing.state,
    revision: comparison.head,
    base: comparison.main,
    createdBy: named(names, change.createdBy),
    createdAt: change.createdAt.toISOString(),
    updatedAt: change.updatedAt.toISOString(),
    publishedAt: change.publishedAt?.toISOString() ?? null,
    risk: riskOf(comparison),
    waitingFor: [...standing.waitingFor],
    waiting: waiting && { ...waiting, since: waiting.since.toISOString() },
  };
}

/** The highest risk tier that the change's assets name, in the old bytes or in the new: lowering the tier does not lower the risk. */
export function riskOf(comparison: Comparison): ChangeWire['risk'] {
  const tiers = comparison.assets.flatMap((asset) =>
    [asset.base, asset.head].flatMap((side) => (side === null ? [] : [riskTierOf(asset.path, side.text)])),
  );
  for (const tier of ['high', 'medium', 'low'] as const) if (tiers.includes(tier)) return tier;
  return null;
}

/** Everything a change's page shows, with what the caller may do now and why not. */
export async function readChangePage(
  parts: ChangesParts,
  principal: Principal,
  id: string,
): Promise<ChangePageWire> {
  const dossier = await openDossier(parts, principal, id);
  const { change, comparison, facts, standing } = dossier;
  const [talk, acts, goingLive] = await Promise.all([
    readTalk(parts, dossier),
    actsOf(parts.reader, change.organization, change.id),
    goingLiveOf(parts, dossier),
  ]);
  const names = await parts.people.names(change.organization, [
    change.createdBy,
    ...comparison.contributors.map((contributor) => contributor.principal),
    ...facts.decisions.flatMap(({ by, onBehalfOf }) => (onBehalfOf === null ? [by] : [by, onBehalfOf])),
    ...peopleIn(talk),
    ...acts.map((act) => act.by),
    ...reporters(dossier.checks),
  ]);
  return {
    ...changeWire(dossier, names),
    assets: assetsWire(comparison),
    digest: comparison.digest,
    shown: dossier.shown,
    contributors: comparison.contributors.map((contributor) => named(names, contributor.principal)),
    requirement: requirementWire(facts.requirement, standing, (id) => named(names, id)),
    checks: dossier.checks.map((check) => checkWire(check, names)),
    decisions: facts.decisions.map((decision) => ({
      id: decision.id,
      kind: decision.kind,
      verdict: decision.verdict,
      by: named(names, decision.by),
      at: decision.at.toISOString(),
      comment: decision.comment,
      revision: decision.revision,
      onBehalfOf: decision.onBehalfOf === null ? null : named(names, decision.onBehalfOf),
      stale: isOver(decision, facts),
      retracted: decision.retractedAt !== null,
      entry: decision.entry,
    })),
    ...talkWire(principal, dossier, talk, names),
    standsInFor: (await delegatorsOf(parts, principal, dossier)).map((id) => named(names, id)),
    ...goingLive,
    may: mayWire(principal, dossier, goingLive),
    history: acts.map((act) => ({
      at: act.at.toISOString(),
      action: act.action,
      by: named(names, act.by),
      entry: act.entry,
      detail: act.detail,
    })),
  };
}

function assetsWire(comparison: Comparison): ChangePageWire['assets'] {
  return comparison.assets.map((asset) => ({
    path: asset.path,
    kind: kindOf(asset.path),
    status: asset.status,
    base: asset.base,
    head: asset.head,
    faults:
      asset.head === null
        ? []
        : assetFaults(asset.path, asset.head.text).map(({ code, message, line, column }) => ({
            code,
            message,
            line,
            column,
          })),
  }));
}
