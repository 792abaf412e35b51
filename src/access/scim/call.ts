import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import type { Log } from '../../platform/log.ts';
import type { AccessParts } from '../parts.ts';
import { mostPerPage } from './discovery.ts';
import { ScimError } from './error.ts';
import type { Directory } from './token.ts';

export interface ScimParts extends AccessParts {
  readonly address: string;
  readonly log: Log;
}

/** One request for one kind of resource. */
export interface ScimCall {
  readonly directory: Directory;
  readonly base: string;
  readonly query: URLSearchParams;
  body(): Promise<JsonValue>;
}

/** What can be done with one kind of resource. */
export interface ScimPages {
  list(call: ScimCall): Promise<JsonObject>;
  create(call: ScimCall): Promise<JsonObject>;
  read(call: ScimCall, id: string): Promise<JsonObject>;
  replace(call: ScimCall, id: string): Promise<JsonObject>;
  patch(call: ScimCall, id: string): Promise<JsonObject>;
  remove(call: ScimCall, id: string): Promise<void>;
}

export function listOf(resources: readonly JsonObject[], total: number, startIndex: number): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

/** RFC 7644 §3.4.2.4: what is below the least counts as the least. @throws ScimError 400 */
export function pageOf(query: URLSearchParams): { readonly startIndex: number; readonly count: number } {
  const whole = (name: string, missing: number) => {
    const text = query.get(name);
    if (text === null || text === '') return missing;
    if (!/^-?\d{1,9}$/.test(text))
      throw new ScimError(400, 'invalidValue', `${name} must be a whole number.`);
    return Number(text);
  };
  return {
    startIndex: Math.max(1, whole('startIndex', 1)),
    count: Math.min(mostPerPage, Math.max(0, whole('count', 100))),
  };
}
