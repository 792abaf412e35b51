import type { OrganizationId } from '../ledger/index.ts';
import { Problem } from '../platform/problem.ts';

export interface Organization {
  readonly id: OrganizationId;
  /** URL name, unique in the deployment; also the log's name. */
  readonly name: string;
  readonly displayName: string;
}

const namePattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @throws Problem `organization.create.invalid_name` */
export function assertOrganizationName(name: string): void {
  if (namePattern.test(name)) return;
  throw new Problem({
    code: 'organization.create.invalid_name',
    status: 400,
    detail: `${JSON.stringify(name)} cannot be an organization's name. Use lower-case letters, digits and hyphens, 63 at most, not starting with a hyphen.`,
  });
}
