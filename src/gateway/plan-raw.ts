import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { formOfRaw } from './call-form.ts';
import type { RawOrigin } from './call-origin.ts';
import { refuseModelOutsideScope, refuseUseCaseNotSaid } from './caller.ts';
import type { ClientRequest } from './client-request.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';
import { questionOf } from './question.ts';

/**
 * Works out a model call without a governed prompt. The body goes to a provider that speaks its dialect as it came, unknown members included. Writes nothing.
 * @throws Problem 403, or 422 `model.unknown`, `model.dialect_unsupported`
 */
export async function planRaw(
  parts: GatewayParts,
  principal: Principal,
  request: ClientRequest,
  { betas, useCase }: RawOrigin = {},
): Promise<Plan> {
  authorize(principal, 'execution.create_raw', theOrganization);
  const { model } = request;
  refuseModelOutsideScope(principal, model);
  refuseUseCaseNotSaid(principal, useCase);
  const answering = await parts.registry.find(principal.organization, model);
  const environment = environmentOf(principal);
  const form = formOfRaw(answering, request.dialect, { ...request.members, model });
  const { provider } = form;
  return {
    principal,
    action: 'execution.create_raw',
    resource: theOrganization,
    prompt: null,
    redirectedFrom: [],
    approvals: [],
    environment,
    ...form,
    betas,
    output: null,
    variables: {},
    origin: { kind: 'raw', request, betas, useCase },
    hold: null,
    served: { assets: [], model: form.body.model, published: true },
    ...(await questionOf(parts, principal, {
      ...{ resource: theOrganization, provider, environment, body: form.body, useCase: useCase ?? null },
      asks: { action: 'execution.create_raw', resource: { kind: 'model', name: form.body.model } },
    })),
  };
}

/** A raw call says no environment; a key that is narrowed to exactly one does. */
function environmentOf({ keyScope }: Principal): string | null {
  const [only, ...others] = keyScope?.environments ?? [];
  return only !== undefined && others.length === 0 ? only : null;
}
