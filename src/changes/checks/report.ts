import { actorOf, type Principal } from '../../access/index.ts';
import type { Digest } from '../../libraries/index.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { type ChangesParts, type Dossier, openDossier } from '../dossier.ts';
import { lockChange } from '../store/changes.ts';
import { insertCheckReport } from '../store/check-reports.ts';
import { isBuiltIn } from './check.ts';
import type { CheckReport } from './reported.ts';

export interface NewReport {
  readonly name: string;
  /** The content that was checked, as the change's page gave it. */
  readonly digest: string;
  readonly state: CheckReport['state'];
  readonly detail: string;
  readonly link: string | null;
  readonly validUntil: Date | null;
}

/**
 * An app says what its check found in exactly what a living change holds. Its key has to be bound to that check's name: no role gives
 * that. Entry `check.report`, without the words.
 * @throws Problem `check.report.forbidden`, `check.report.not_bound` 403, `check.report.built_in` 422, `check.report.expired` 422,
 *   `check.report.wrong_stage` 409, `check.report.stale_digest` 409
 */
export async function reportCheck(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  input: NewReport,
): Promise<CheckReport> {
  const dossier = await openDossier(parts, principal, id, 'check.report');
  refuseUnbound(principal, input.name);
  return keepReport(parts, principal, dossier, input);
}

/** What the server itself found, under a name of its own that requirements may ask for. */
export type FoundByServer = Pick<NewReport, 'name' | 'digest' | 'state' | 'detail'>;

/** As `reportCheck`, of what the server computed for whoever asked: that it did so is why it counts. */
export async function reportFound(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  found: FoundByServer,
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await keepReport(parts, principal, dossier, { ...found, link: null, validUntil: null });
}

async function keepReport(
  parts: ChangesParts,
  principal: Principal,
  dossier: Dossier,
  input: NewReport,
): Promise<CheckReport> {
  const at = parts.clock.now();
  const digest = theDigest(dossier, input, at);
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    const locked = await lockChange(tx, organization, dossier.change.id);
    if (locked === undefined) throw notFound();
    if (locked.stage !== 'draft' && locked.stage !== 'open')
      throw new Problem({
        code: 'check.report.wrong_stage',
        status: 409,
        detail: 'The change has ended. There is nothing to check any more.',
      });
    const entry = newId('ent');
    const report: CheckReport = { ...input, id: newId('chk'), digest, by: principal.id, at, entry };
    await insertCheckReport(tx, organization, locked.id, report);
    return {
      value: report,
      entry: {
        id: entry,
        organization,
        action: 'check.report',
        actor: actorOf(principal),
        subject: { kind: 'change', id: locked.id },
        data: {
          library: locked.library,
          number: locked.number,
          name: report.name,
          digest,
          state: report.state,
          validUntil: report.validUntil?.toISOString() ?? null,
        },
      },
    };
  });
}

function refuseUnbound(principal: Principal, name: string): void {
  if (isBuiltIn(name))
    throw new Problem({
      code: 'check.report.built_in',
      status: 422,
      detail: `The server makes the check "${name}" itself. Report under another name.`,
    });
  if (principal.kind === 'app' && principal.keyScope?.checks?.includes(name) === true) return;
  throw new Problem({
    code: 'check.report.not_bound',
    status: 403,
    detail: `Only a key of an app that is bound to the check "${name}" may report it. An admin makes one.`,
  });
}

function theDigest({ comparison }: Dossier, { digest, validUntil }: NewReport, now: Date): Digest {
  if (validUntil !== null && validUntil <= now)
    throw new Problem({
      code: 'check.report.expired',
      status: 422,
      detail: 'The report would have expired already. Give a later validUntil, or none.',
    });
  if (digest === comparison.digest) return comparison.digest;
  throw new Problem({
    code: 'check.report.stale_digest',
    status: 409,
    detail:
      'The change holds other bytes now than those that were checked. Read it again and check what it holds.',
    more: { digest: comparison.digest },
  });
}
