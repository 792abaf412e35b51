import type { CedarValueJson, EntityJson, EntityUid } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyRequest } from './verdict.ts';

/** A request as Cedar wants it: the principal and the resource as its only entities. */
export interface CedarRequest {
  readonly principal: EntityUid;
  readonly action: EntityUid;
  readonly resource: EntityUid;
  readonly context: Record<string, CedarValueJson>;
  readonly entities: EntityJson[];
}

/** Translates a request into Cedar's terms. Ids hold the organization, so that no rule can mix two up. */
export function cedarRequest(request: PolicyRequest): CedarRequest {
  const { principal, resource, context, organization } = request;
  const principalUid = {
    type: principal.kind === 'person' ? 'Person' : 'App',
    id: `${organization}/${principal.id}`,
  };
  const resourceEntity = entityOf(organization, resource);
  return {
    principal: principalUid,
    action: { type: 'Action', id: request.action },
    resource: resourceEntity.uid,
    context: {
      model: context.model,
      provider: context.provider,
      ...(context.environment === null ? {} : { environment: context.environment }),
      hour: context.hour,
      dataClasses: [...context.dataClasses],
    },
    entities: [{ uid: principalUid, attrs: { roles: [...principal.roles] }, parents: [] }, resourceEntity],
  };
}

function entityOf(organization: string, resource: PolicyRequest['resource']): EntityJson {
  if (resource.kind === 'model')
    return {
      uid: { type: 'Model', id: `${organization}/${resource.name}` },
      attrs: { name: resource.name },
      parents: [],
    };
  return {
    uid: { type: 'Prompt', id: `${organization}/${resource.library}/${resource.name}@${resource.digest}` },
    attrs: {
      library: resource.library,
      name: resource.name,
      digest: resource.digest,
      published: resource.published,
      restricted: resource.restricted,
      ...(resource.riskTier === null ? {} : { riskTier: resource.riskTier }),
    },
    parents: [],
  };
}
