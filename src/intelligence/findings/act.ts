import {
  type Action,
  actorOf,
  authorize,
  type PersonId,
  type Principal,
  theOrganization,
} from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';
import { findFindings } from './find.ts';
import type { Finding } from './finding.ts';
import { type FindingState, writeFindingState } from './store.ts';

const dayMs = 86_400_000;
/** Longer is never. */
export const longestSnoozeDays = 180;

/** Gives a finding to somebody who is here, or to nobody. Entry `finding.assign`. @throws Problem 404, `finding.assign.unknown_person` 422 */
export async function assignFinding(
  parts: IntelligenceParts,
  principal: Principal,
  id: string,
  person: string | null,
): Promise<void> {
  authorize(principal, 'finding.assign', theOrganization);
  const finding = await openFinding(parts, principal, id);
  const assignee = person === null ? null : await personHere(parts, principal, person);
  await say(parts, principal, finding, 'finding.assign', { assignee }, { assignee });
}

/** Puts a finding away for some days, with a reason. Entry `finding.snooze`, with a commitment to the reason. @throws Problem 404 */
export async function snoozeFinding(
  parts: IntelligenceParts,
  principal: Principal,
  id: string,
  { days, reason }: { readonly days: number; readonly reason: string },
): Promise<void> {
  authorize(principal, 'finding.snooze', theOrganization);
  const finding = await openFinding(parts, principal, id);
  const until = new Date(parts.clock.now().getTime() + days * dayMs);
  const snoozed = { until, reason, by: principal.human };
  const data = { until: until.toISOString(), reason: commitTo(reason).commitment };
  await say(parts, principal, finding, 'finding.snooze', { snoozed }, data);
}

/** Brings a finding back before its time. Entry `finding.wake`. @throws Problem 404 */
export async function wakeFinding(parts: IntelligenceParts, principal: Principal, id: string): Promise<void> {
  authorize(principal, 'finding.wake', theOrganization);
  const finding = await openFinding(parts, principal, id);
  await say(parts, principal, finding, 'finding.wake', { snoozed: null }, {});
}

/**
 * Names the change that is to resolve a finding. The finding goes when its cause goes, not by being told. Entry `finding.resolve`.
 * @throws Problem 404, `finding.resolve.unknown_change` 422
 */
export async function resolveFinding(
  parts: IntelligenceParts,
  principal: Principal,
  id: string,
  change: string,
): Promise<void> {
  authorize(principal, 'finding.resolve', theOrganization);
  const finding = await openFinding(parts, principal, id);
  const found = await parts.changes.named(principal, change).catch((cause: unknown) => {
    throw new Problem({
      code: 'finding.resolve.unknown_change',
      status: 422,
      detail: 'There is no such change that you may read. Open it, and copy its id from its address.',
      cause,
    });
  });
  await say(parts, principal, finding, 'finding.resolve', { change: found.id }, { change: found.id });
}

async function personHere(
  { access }: IntelligenceParts,
  { organization }: Principal,
  id: string,
): Promise<PersonId> {
  const person = isId('per', id) ? await access.personById(organization, id) : undefined;
  if (person?.active === true) return person.id;
  throw new Problem({
    code: 'finding.assign.unknown_person',
    status: 422,
    detail: 'Nobody who is here has this id. Choose somebody from the list of people.',
  });
}

/** Of what the caller is shown; for what they may not know of it is the identical 404. */
async function openFinding(parts: IntelligenceParts, principal: Principal, id: string): Promise<Finding> {
  const found = await findFindings(parts, principal, await sightOf(parts, principal));
  const finding = found.find((one) => one.id === id);
  if (finding === undefined) throw notFound();
  return finding;
}

async function say(
  parts: IntelligenceParts,
  principal: Principal,
  finding: Finding,
  action: Action,
  said: Partial<FindingState>,
  data: JsonObject,
): Promise<void> {
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await writeFindingState(tx, organization, finding, said, parts.clock.now());
    const entry = {
      ...{ organization, action, actor: actorOf(principal) },
      subject: { kind: 'finding', id: finding.id },
      data: { kind: finding.kind, ...data },
    };
    return { entry, value: undefined };
  });
}
