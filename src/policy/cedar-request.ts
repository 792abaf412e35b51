import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyRequest } from './verdict.ts';

export interface Uid {
  readonly type: string;
  readonly id: string;
}

type Attributes = Record<string, CedarValueJson>;

export interface CedarEntity {
  readonly uid: Uid;
  readonly attrs: Attributes;
  readonly parents: Uid[];
}

/** A request as Cedar wants it: the principal and the resource with what they are in. */
export interface CedarRequest {
  readonly principal: Uid;
  readonly action: Uid;
  readonly resource: Uid;
  readonly context: Attributes;
  /** The principal first, then the resource. */
  readonly entities: CedarEntity[];
}

/** Translates a request into Cedar's terms. Rules are an organization's own, so ids are as people write them. */
export function cedarRequest(request: PolicyRequest): CedarRequest {
  const principal = principalOf(request.principal);
  const resource = resourceOf(request.resource);
  const parents = [...principal.parents, ...resource.parents];
  return {
    principal: principal.uid,
    action: { type: 'Action', id: request.action },
    resource: resource.uid,
    context: contextOf(request.context),
    entities: [principal, resource, ...parents.map((uid) => ({ uid, attrs: {}, parents: [] }))],
  };
}

function principalOf({ kind, id, name, roles, teams }: PolicyRequest['principal']) {
  return {
    uid: { type: kind === 'person' ? 'Person' : 'App', id },
    attrs: { name, roles: [...roles] },
    parents: [...new Set(teams)].map((team) => ({ type: 'Team', id: team })),
  };
}

function resourceOf(resource: PolicyRequest['resource']) {
  if (resource.kind === 'model')
    return { uid: { type: 'Model', id: resource.name }, attrs: { name: resource.name }, parents: [] };
  const { library, name, digest, published, restricted, dataClasses, riskTier, useCase } = resource;
  return {
    uid: { type: 'Prompt', id: `${library}/${name}` },
    attrs: {
      ...{ library, name, digest, published, restricted, dataClasses: [...dataClasses] },
      ...known({ riskTier, useCase }),
    },
    parents: [{ type: 'Library', id: library }],
  };
}

function contextOf(context: PolicyRequest['context']): Attributes {
  const { dataClasses, uninspected, approvedUseCases, modelRegions, ...plain } = context;
  return {
    ...known(plain),
    dataClasses: [...dataClasses],
    uninspected: [...uninspected],
    ...(approvedUseCases === null ? {} : { approvedUseCases: [...approvedUseCases] }),
    ...(modelRegions === null ? {} : { modelRegions: [...modelRegions] }),
  };
}

/** Without what is not known: rules ask for it with `has`. */
function known(attributes: Readonly<Record<string, string | number | boolean | null>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
