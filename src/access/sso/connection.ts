import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Id } from '../../platform/id.ts';

export type ConnectionId = Id<'sso'>;

/** Names of the claims or attributes that say who somebody is. */
const claimNames = {
  emailClaim: z.string().min(1).max(200).default('email'),
  nameClaim: z.string().min(1).max(200).default('name'),
  /** Null: groups are not read, and change nothing. */
  groupsClaim: z.string().min(1).max(200).nullable().default('groups'),
} as const;

export const oidcSettings = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: z.string().min(1).max(500),
  /** Asked for beside `openid`. */
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/))
    .max(20)
    .default(['profile', 'email']),
  ...claimNames,
});

export const samlSettings = z.strictObject({
  /** The identity provider's entity id. */
  issuer: z.string().min(1).max(500),
  /** Where its sign-in page takes requests (HTTP-Redirect). */
  signInUrl: z.url({ protocol: /^https?$/ }).max(1000),
  /** What it signs with, in PEM: the present one, and the next while it changes. */
  certificates: z
    .array(z.string().max(10_000).refine(isCertificate, 'must be an X.509 certificate in PEM'))
    .min(1)
    .max(4),
  ...claimNames,
});

export type OidcSettings = z.output<typeof oidcSettings>;
export type SamlSettings = z.output<typeof samlSettings>;

interface ConnectionFacts {
  readonly id: ConnectionId;
  readonly displayName: string;
  /** Whether people may sign in with it. It can be tested before. */
  readonly active: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly testedAt: Date | null;
  readonly test: ConnectionTest | null;
}

export interface OidcConnection extends ConnectionFacts {
  readonly kind: 'oidc';
  readonly settings: OidcSettings;
}

export interface SamlConnection extends ConnectionFacts {
  readonly kind: 'saml';
  readonly settings: SamlSettings;
}

/** An identity provider of an organization. */
export type Connection = OidcConnection | SamlConnection;

/** What came of an admin's trying it out: every claim, and what would have followed from them. */
export const connectionTest = z.object({
  subject: z.string(),
  claims: z.record(z.string(), z.json()),
  email: z.string().nullable(),
  displayName: z.string().nullable(),
  groups: z.array(z.string()),
  /** Null when they would have been let in. */
  refusal: z.string().nullable(),
  outcome: z.enum(['known', 'linked', 'made', 'refused']),
  roles: z.array(z.string()),
  teams: z.array(z.string()),
});
export type ConnectionTest = z.output<typeof connectionTest>;

/** How many an organization may have. */
export const mostConnections = 10;

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType !== undefined;
  } catch {
    return false;
  }
}

/** When the first of its certificates ends; undefined for OIDC, whose keys change by themselves. */
export function certificateEnds(connection: Connection): Date | undefined {
  if (connection.kind !== 'saml') return undefined;
  const ends = connection.settings.certificates.map((pem) => new X509Certificate(pem).validToDate.getTime());
  return new Date(Math.max(...ends));
}
