import type { Actor, OrganizationId } from '../ledger/index.ts';
import type { Id } from '../platform/id.ts';

export type PersonId = Id<'per'>;
export type AppId = Id<'app'>;
export type LibraryId = Id<'lib'>;
export type GrantId = Id<'gra'>;
export type KeyId = Id<'key'>;
export type SessionId = Id<'ses'>;

/** Roles of design.md §5. Custom roles come with issue 5. */
export const roles = [
  'viewer',
  'contributor',
  'reviewer',
  'approver',
  'publisher',
  'auditor',
  'admin',
] as const;
export type Role = (typeof roles)[number];

/** What a grant covers: the whole organization, or one library. */
export type Scope =
  | { readonly kind: 'organization' }
  | { readonly kind: 'library'; readonly library: LibraryId };

export interface Grant {
  readonly id: GrantId;
  readonly role: Role;
  readonly scope: Scope;
}

/** What a key may be narrowed to. An absent member does not narrow. */
export interface KeyScope {
  readonly libraries?: readonly LibraryId[];
  readonly environments?: readonly string[];
  readonly models?: readonly string[];
  readonly actions?: readonly string[];
}

/**
 * Who is calling, as authenticated: never taken from anything the client says about itself.
 * Loaded once per request with the grants in force.
 */
export interface Principal {
  readonly organization: OrganizationId;
  /** URL name of the organization. */
  readonly organizationName: string;
  readonly kind: 'person' | 'app';
  readonly id: PersonId | AppId;
  /** For people to read; never an identity. */
  readonly displayName: string;
  /** The human root: oneself, or the owner of the app (separation of duties counts humans). */
  readonly human: PersonId;
  readonly credential: { readonly kind: 'session' | 'key'; readonly id: string };
  readonly grants: readonly Grant[];
  readonly keyScope: KeyScope | undefined;
}

/** The principal as an entry names it. */
export function actorOf(principal: Principal): Actor {
  return {
    kind: principal.kind,
    id: principal.id,
    credential: principal.credential,
    ...(principal.kind === 'app' ? { onBehalfOf: principal.human } : {}),
  };
}
