import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { noTerms } from './answers/terms.ts';
import { formOfRaw } from './call-form.ts';
import type { RawOrigin } from './call-origin.ts';
import { outsideScope, refuseModelOutsideScope, refuseUseCaseNotSaid } from './caller.ts';
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
  { betas, useCase, environment: said }: RawOrigin = {},
): Promise<Plan> {
  authorize(principal, 'execution.create_raw', theOrganization);
  const { model } = request;
  refuseModelOutsideScope(principal, model);
  refuseUseCaseNotSaid(principal, useCase);
  const answering = await parts.registry.find(principal.organization, model);
  const environment = environmentOf(principal, said);
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
    terms: noTerms,
    variables: {},
    origin: { kind: 'raw', request, betas, useCase, environment: said },
    hold: null,
    served: { assets: [], model: form.body.model, published: true },
    ...(await questionOf(parts, principal, {
      ...{ resource: theOrganization, provider, environment, body: form.body, useCase: useCase ?? null },
      asks: { action: 'execution.create_raw', resource: { kind: 'model', name: form.body.model } },
    })),
  };
}

/**
 * A raw call is for an environment where its caller says so and the key names it, or where the key is narrowed to exactly one. A key that
 * names none says none: what nobody granted would be a claim.
 */
function environmentOf(principal: Principal, said: string | undefined): string | null {
  const granted = principal.keyScope?.environments ?? [];
  if (said !== undefined) {
    if (!granted.includes(said)) throw outsideScope(`the environment ${said}`);
    return said;
  }
  const [only, ...others] = granted;
  return only !== undefined && others.length === 0 ? only : null;
}
