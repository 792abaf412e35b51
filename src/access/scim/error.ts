/** What goes wrong, as RFC 7644 §3.12 says it: provisioning reads this and not our problems. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue';

export class ScimError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 501;
  readonly scimType: ScimType | undefined;

  constructor(status: ScimError['status'], scimType: ScimType | undefined, detail: string) {
    super(detail);
    this.name = 'ScimError';
    this.status = status;
    this.scimType = scimType;
  }
}

/** A refusal of what was sent. */
export function bad(scimType: ScimType, detail: string): ScimError {
  return new ScimError(400, scimType, detail);
}

export function noResource(): ScimError {
  return new ScimError(404, undefined, 'There is no such resource.');
}

export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
