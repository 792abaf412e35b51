import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { formOfRaw } from './call-form.ts';
import { refuseModelOutsideScope, rolesOn } from './caller.ts';
import type { ClientRequest } from './client-request.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';

/**
 * Works out a model call without a governed prompt. The body goes to a provider that speaks its dialect as it came, unknown members included. Writes nothing.
 * @throws Problem 403, or 422 `model.unknown`, `model.dialect_unsupported`
 */
export async function planRaw(
  parts: GatewayParts,
  principal: Principal,
  request: ClientRequest,
  betas?: string,
): Promise<Plan> {
  authorize(principal, 'execution.create_raw', theOrganization);
  const { model } = request;
  refuseModelOutsideScope(principal, model);
  const provider = await parts.registry.find(principal.organization, model);
  return {
    principal,
    action: 'execution.create_raw',
    resource: theOrganization,
    prompt: null,
    approvals: [],
    environment: null,
    provider,
    ...formOfRaw(provider, request.dialect, { ...request.members, model }),
    betas,
    output: null,
    variables: {},
    served: { assets: [], model, published: true },
    asked: {
      organization: principal.organization,
      principal: { kind: principal.kind, id: principal.id, roles: rolesOn(principal, theOrganization) },
      action: 'execution.create_raw',
      resource: { kind: 'model', name: model },
      context: {
        model,
        provider: provider.name,
        environment: null,
        hour: parts.clock.now().getUTCHours(),
        dataClasses: [],
      },
    },
  };
}
