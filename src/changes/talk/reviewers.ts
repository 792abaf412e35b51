import { authorize, type PersonId, type Principal, type TeamId } from '../../access/index.ts';
import { isId } from '../../platform/id.ts';
import { Problem, type ProblemStatus } from '../../platform/problem.ts';
import { act } from '../act.ts';
import { type ChangesParts, type Dossier, openDossier, resourceOf } from '../dossier.ts';
import { isIndependent } from '../standing/facts.ts';
import { insertRequest, requestsOf } from './store/taking-part.ts';

/**
 * Asks a person or a team to review or approve. Of a team at least one member must be able to. An admin may ask, too; nobody gets a right by it.
 * @throws Problem `reviewer.request.not_eligible` 422, `reviewer.request.own_contribution` 422, `reviewer.request.asked_already` 409
 */
export async function requestReviewer(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  reviewer: string,
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  authorize(principal, 'reviewer.request', resourceOf(dossier.library));
  const people = await ableOf(parts, dossier, reviewer);
  await act(parts, principal, dossier, 'reviewer.request', async (tx, locked, entry, at) => {
    if ((await requestsOf(tx, locked)).some((request) => request.reviewer === reviewer))
      throw refusal('request.asked_already', 409, 'They are asked already. Nothing needs to be done.');
    await insertRequest(tx, locked, { reviewer, by: principal.id, at, wanted: true, entry });
    return { value: undefined, data: { reviewer, people }, detail: 'asked for a review' };
  });
}

/** Takes a request back. @throws Problem `reviewer.dismiss.not_asked` 404 */
export async function dismissReviewer(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  reviewer: string,
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'reviewer.dismiss', async (tx, locked, entry, at) => {
    if (!(await requestsOf(tx, locked)).some((request) => request.reviewer === reviewer))
      throw refusal('dismiss.not_asked', 404, 'They are not asked. Read the change for who is.');
    await insertRequest(tx, locked, { reviewer, by: principal.id, at, wanted: false, entry });
    return { value: undefined, data: { reviewer }, detail: 'took a request for review back' };
  });
}

/** Of those who are asked, the ones who could do it: a request that nobody can answer would wait for ever. */
async function ableOf(parts: ChangesParts, dossier: Dossier, reviewer: string): Promise<PersonId[]> {
  const people = isId('tea', reviewer)
    ? await membersOf(parts, dossier, reviewer)
    : isId('per', reviewer)
      ? [reviewer]
      : [];
  const able: PersonId[] = [];
  for (const person of people) if (await mayDecide(parts, dossier, person)) able.push(person);
  if (able.length === 0)
    throw refusal(
      'request.not_eligible',
      422,
      'Nobody of these may review or approve in this library. Ask somebody who may, or ask an admin to grant them the role.',
    );
  const independent = able.filter((person) => isIndependent(person, dossier.facts));
  if (independent.length === 0)
    throw refusal(
      'request.own_contribution',
      422,
      'They wrote part of this change or asked for it, so they cannot review it. Ask somebody else.',
    );
  return independent;
}

async function membersOf(parts: ChangesParts, { change }: Dossier, id: TeamId): Promise<readonly PersonId[]> {
  const team = await parts.people.teamById(change.organization, id);
  if (team === undefined) return [];
  const members = await parts.people.teamMembers(change.organization, [team.name]);
  return [...(members.get(team.name) ?? [])];
}

async function mayDecide(parts: ChangesParts, { library }: Dossier, person: PersonId): Promise<boolean> {
  const where = { id: library.id, restricted: library.visibility === 'restricted' };
  return (
    (await parts.people.holdsNow(library.organization, person, 'change.review', where)) ||
    (await parts.people.holdsNow(library.organization, person, 'change.approve', where))
  );
}

function refusal(code: string, status: ProblemStatus, detail: string): Problem {
  return new Problem({ code: `reviewer.${code}`, status, detail });
}
