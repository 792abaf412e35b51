import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import { Problem } from '../platform/problem.ts';
import { createOrganization } from './create-organization.ts';
import { spendNonce } from './factors/proof.ts';
import type { Organization } from './organization.ts';
import type { Person } from './person.ts';
import type { SignInParts } from './sign-in/parts.ts';
import { sealOf } from './sign-in/seal.ts';
import { hasOrganization } from './store/organizations.ts';

const purpose = 'setup';
const dayMs = 86_400_000;
const shape = z.strictObject({ first: z.boolean() });

/**
 * What the terminal shows to whoever runs the server: good once, for a day, on every node that has the same master key.
 * @param first as the first start shows it, unasked: good only while there is no organization
 */
export function setupLink(
  parts: { readonly vault: Pick<Vault, 'secret'>; readonly clock: Clock; readonly address: string },
  first: boolean,
): string {
  const token = sealOf(parts.vault, parts.clock).close(purpose, { first }, dayMs);
  return `${parts.address}/setup#${token}`;
}

/**
 * Makes an organization and its first admin for whoever holds a setup link. Entries as `createOrganization`.
 * @throws Problem `organization.create.link_over` 404, and those of `createOrganization`
 */
export async function setUp(
  parts: SignInParts,
  token: string,
  wish: {
    readonly organization: string;
    readonly displayName: string;
    readonly name: string;
    readonly email: string;
    readonly password: string;
  },
): Promise<{ readonly organization: Organization; readonly admin: Person }> {
  const link = parts.seal.open(purpose, token, shape);
  if (link === undefined || (link.value.first && (await hasOrganization(parts.reader)))) throw linkOver();
  const { organization: name, displayName, name: adminName, email, password } = wish;
  try {
    return await createOrganization(
      parts,
      { name, displayName, admin: { displayName: adminName, email, password } },
      (tx, organization) => spendNonce(tx, organization, link, parts.clock.now()),
    );
  } catch (error) {
    if (error instanceof Problem && error.code === 'session.used_code') throw linkOver();
    throw error;
  }
}

function linkOver(): Problem {
  return new Problem({
    code: 'organization.create.link_over',
    status: 404,
    detail: 'This setup link was used or is older than a day. Run "npm start -- setup" for a new one.',
  });
}
