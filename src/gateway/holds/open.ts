import { actorOf } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { originJson } from '../call-origin.ts';
import { newContentKey, seal } from '../content.ts';
import { contextJson, saidNothing } from '../context/context.ts';
import type { GatewayParts } from '../parts.ts';
import type { Treated } from '../treating/treat.ts';
import { type Hold, holdMs } from './hold.ts';
import { insertHold } from './store.ts';

/** Where the wrapped key, and the content under it, of a hold stand. */
export const holdPlace = (organization: string, hold: string): string =>
  `gateway_hold/${organization}/${hold}`;

/**
 * Has a call wait for a person: one transaction with the entry `hold.create`. What is shown to them is what would be sent, after what rules
 * remove; what was asked is kept as it came, so that the same call runs.
 */
export async function openHold(
  parts: Pick<GatewayParts, 'ledger' | 'vault' | 'clock'>,
  { plan, verdict, treatment }: Treated,
): Promise<Hold> {
  const { principal, prompt } = plan;
  const { organization } = principal;
  const now = parts.clock.now();
  const holding = verdict.obligations.filter(({ kind }) => kind === 'hold');
  const hold: Hold = {
    organization,
    id: newId('hol'),
    at: now,
    expiresAt: new Date(now.getTime() + holdMs),
    principal: principal.id,
    principalKind: principal.kind,
    human: principal.human,
    credential: principal.credential.id,
    library: prompt?.libraryId ?? null,
    path: prompt?.path ?? null,
    reference: prompt?.reference ?? null,
    model: plan.body.model,
    environment: plan.environment,
    dataClasses: treatment.input,
    rules: holding.map(({ rule: id, reason }) => ({ id, reason })),
    state: 'waiting',
    decided: null,
    execution: null,
    problem: null,
  };
  const { model: _model, ...body } = plan.body;
  const content = JSON.stringify({
    origin: originJson(plan.origin),
    context: contextJson(plan.context ?? saidNothing),
    shown: { variables: plan.variables, body },
  });
  const key = newContentKey();
  const place = holdPlace(organization, hold.id);
  const sealed = seal(key, place, content);
  const keyWrapped = parts.vault.wrap(key, place);
  return parts.ledger.record(async (tx) => {
    await insertHold(tx, hold, { keyWrapped, sealed });
    return {
      value: hold,
      entry: {
        organization,
        action: 'hold.create',
        actor: actorOf(principal),
        subject: { kind: 'hold', id: hold.id },
        data: {
          kind: plan.action,
          prompt:
            prompt === null ? null : { library: prompt.libraryId, path: prompt.path, digest: prompt.digest },
          model: hold.model,
          rules: holding.map(({ rule }) => rule),
          policyVersion: verdict.policyVersion,
          dataClasses: treatment.input,
          input: sealed.commitment,
          expiresAt: hold.expiresAt.toISOString(),
        },
      },
    };
  });
}
