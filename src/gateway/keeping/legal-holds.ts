import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { findExecution } from '../store/executions.ts';
import type { HoldTarget, LegalHold } from './keeping.ts';
import type { KeepingParts } from './parts.ts';
import { findHold, insertHold, lockKeeping, updateLifted } from './store/holds.ts';

/** As a caller names what to hold: a library by its URL name. */
export type AskedTarget =
  | { readonly kind: 'execution'; readonly execution: string }
  | { readonly kind: 'library'; readonly library: string }
  | { readonly kind: 'principal'; readonly principal: string }
  | { readonly kind: 'organization' };

/**
 * From the commit on, nothing that it holds is erased, by nobody. It waits for an erasure's batch that is under way, which came first.
 * @throws Problem 403 `legal_hold.place.forbidden`, 422 `legal_hold.place.unknown_target`
 */
export async function placeHold(
  parts: KeepingParts,
  principal: Principal,
  asked: { readonly target: AskedTarget; readonly reason: string },
): Promise<LegalHold> {
  authorize(principal, 'legal_hold.place', theOrganization);
  const { organization } = principal;
  const target = await targetOf(parts, principal, asked.target);
  const said = commitTo(asked.reason);
  const hold: LegalHold = {
    organization,
    id: newId('lgh'),
    kind: target.kind,
    target: target.kind === 'organization' ? '' : target.id,
    reason: asked.reason,
    by: principal.id,
    at: parts.clock.now(),
    entry: newId('ent'),
    lifted: null,
  };
  return parts.ledger.record(async (tx) => {
    await lockKeeping(tx, organization);
    await insertHold(tx, hold, said.salt);
    return {
      value: hold,
      entry: {
        id: hold.entry,
        organization,
        action: 'legal_hold.place',
        actor: actorOf(principal),
        subject: { kind: 'legal_hold', id: hold.id },
        data: { target: { ...target }, reason: said.commitment },
      },
    };
  });
}

/** What it held may be erased again, by whatever was kept from it. @throws Problem 404, 409 `legal_hold.lift.lifted_already` */
export async function liftHold(
  parts: KeepingParts,
  principal: Principal,
  id: string,
  reason: string,
): Promise<LegalHold> {
  authorize(principal, 'legal_hold.lift', theOrganization);
  const { organization } = principal;
  const hold = isId('lgh', id) ? await findHold(parts.reader, organization, id) : undefined;
  if (hold === undefined) throw notFound();
  const said = commitTo(reason);
  const lifted = { by: principal.id, at: parts.clock.now(), reason, entry: newId('ent') };
  return parts.ledger.record(async (tx) => {
    await lockKeeping(tx, organization);
    if (!(await updateLifted(tx, hold, lifted, said.salt))) throw liftedAlready();
    return {
      value: { ...hold, lifted },
      entry: {
        id: lifted.entry,
        organization,
        action: 'legal_hold.lift',
        actor: actorOf(principal),
        subject: { kind: 'legal_hold', id: hold.id },
        data: { placedBy: hold.by, reason: said.commitment },
      },
    };
  });
}

async function targetOf(parts: KeepingParts, principal: Principal, asked: AskedTarget): Promise<HoldTarget> {
  const { organization } = principal;
  if (asked.kind === 'organization') return { kind: 'organization' };
  if (asked.kind === 'library') {
    const library = await parts.libraries.find(principal, asked.library);
    return { kind: 'library', id: library.id };
  }
  if (asked.kind === 'execution') {
    const { execution } = asked;
    if (isId('exe', execution) && (await findExecution(parts.reader, organization, execution)) !== undefined)
      return { kind: 'execution', id: execution };
    throw unknownTarget('execution');
  }
  const { principal: id } = asked;
  const known = (await parts.access.names(organization, [id])).has(id);
  if (known && (isId('per', id) || isId('app', id))) return { kind: 'principal', id };
  throw unknownTarget('person or app');
}

function unknownTarget(what: string): Problem {
  return new Problem({
    code: 'legal_hold.place.unknown_target',
    status: 422,
    detail: `There is no such ${what} here. Copy its id from its page, and try again.`,
  });
}

function liftedAlready(): Problem {
  return new Problem({
    code: 'legal_hold.lift.lifted_already',
    status: 409,
    detail: 'This legal hold was lifted already. Nothing needs to be done.',
  });
}
