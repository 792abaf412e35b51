import { authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import { groupMeasure } from '../groups/compare.ts';
import { placeOf } from '../layer/store.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';
import { findFindings } from './find.ts';
import type { Finding } from './finding.ts';
import { type FindingState, nothingSaid, selectFindingStates } from './store.ts';

const mostFindings = 200;

/** What is worth doing now, with what people said of it. Everybody with a role on the organization. @throws Problem 403 */
export async function listFindings(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'finding.list', theOrganization);
  const { organization } = principal;
  const sight = await sightOf(parts, principal);
  const place = await placeOf(parts.reader, organization, groupMeasure.projections);
  const [findings, states] = await Promise.all([
    findFindings(parts, principal, sight),
    selectFindingStates(parts.reader, organization),
  ]);
  const shown = findings.slice(0, mostFindings);
  return {
    log: place.nextIndex === 0 ? null : { first: 0, last: place.nextIndex - 1 },
    total: findings.length,
    items: await wire(parts, principal, shown, states),
  };
}

async function wire(
  parts: IntelligenceParts,
  principal: Principal,
  findings: readonly Finding[],
  states: ReadonlyMap<string, FindingState>,
) {
  const of = ({ id }: Finding) => states.get(id) ?? nothingSaid;
  const people = findings.flatMap((finding) => {
    const { assignee, snoozed } = of(finding);
    return [...(assignee === null ? [] : [assignee]), ...(snoozed === null ? [] : [snoozed.by])];
  });
  const names = await parts.access.names(principal.organization, [...new Set(people)]);
  const now = parts.clock.now();
  const items = [];
  for (const finding of findings) {
    const { assignee, snoozed, change } = of(finding);
    const { weight: _, about, behind, ...rest } = finding;
    items.push({
      ...rest,
      about: { ...about },
      behind: behind === null ? null : { ...behind },
      assignee: assignee === null ? null : named(names, assignee),
      snoozed:
        snoozed === null || snoozed.until <= now
          ? null
          : { until: snoozed.until.toISOString(), reason: snoozed.reason, by: named(names, snoozed.by) },
      change: change === null ? null : await changeNamed(parts, principal, change),
    });
  }
  return items;
}

/** For those who may read it; to others it is as if none were named. */
async function changeNamed({ changes }: IntelligenceParts, principal: Principal, id: string) {
  const found = await changes.named(principal, id).catch(() => undefined);
  return found === undefined ? null : { id: found.id, title: found.title };
}
