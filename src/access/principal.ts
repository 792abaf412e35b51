import type { Actor, OrganizationId } from '../ledger/index.ts';
import type { Id } from '../platform/id.ts';

export type PersonId = Id<'per'>;
export type AppId = Id<'app'>;
export type LibraryId = Id<'lib'>;
export type GrantId = Id<'gra'>;
export type KeyId = Id<'key'>;
export type SessionId = Id<'ses'>;
export type PasskeyId = Id<'pas'>;
export type TeamId = Id<'tea'>;
export type ConsentId = Id<'con'>;
export type RoleId = Id<'rol'>;

/** Roles of design.md §5, and the responder, who may break glass. Nobody has that one by default. Custom roles: `roles/role.ts`. */
export const roles = [
  'viewer',
  'contributor',
  'reviewer',
  'approver',
  'publisher',
  'responder',
  'auditor',
  'admin',
] as const;
export type Role = (typeof roles)[number];

/** Who can be given a role. A team's grants are those of whoever is in it. */
export type Grantee = PersonId | AppId | TeamId;

/** What a grant covers: the whole organization, one library, or a part of one: all below a folder, or one asset by its path. */
export type Scope =
  | { readonly kind: 'organization' }
  | { readonly kind: 'library'; readonly library: LibraryId }
  | { readonly kind: 'folder' | 'asset'; readonly library: LibraryId; readonly path: string };

/** A grant as it counts for its holder. Those that have ended are not among a principal's. */
export interface Grant {
  readonly id: GrantId;
  /** A built-in role, or the name of a custom one. */
  readonly role: string;
  readonly scope: Scope;
  /** What a custom role holds. Absent for built-in ones, whose actions are in `action.ts`, and for one that was retired: it gives nothing. */
  readonly permissions?: readonly string[] | undefined;
  /** The team that it was given to, for those who hold it by being in that team. */
  readonly team?: TeamId | undefined;
  readonly endsAt?: Date | undefined;
}

/** What a key may be narrowed to. An absent member does not narrow. */
export interface KeyScope {
  readonly libraries?: readonly LibraryId[];
  readonly environments?: readonly string[];
  readonly models?: readonly string[];
  readonly actions?: readonly string[];
  /** Names of checks that the key may report, and nothing but that unless `actions` names more. Nobody reports without. */
  readonly checks?: readonly string[];
  /** Use cases of the published prompts that it may run. */
  readonly useCases?: readonly string[];
  /** Where it may be used from: addresses, or ranges of them in CIDR. */
  readonly ipRanges?: readonly string[];
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
  /** When the person of this session last proved who they are: at sign-in or by step-up. Null for keys, which prove no person. */
  readonly authenticatedAt: Date | null;
  readonly grants: readonly Grant[];
  readonly keyScope: KeyScope | undefined;
  /** Who made the key, when that is somebody else: it reaches no further than that person or app does now (attack AT-41). */
  readonly maker?: Maker | undefined;
  /** For an app that acts on behalf of a person, with their consent: it reaches no further than that person does, who is its `human` then. */
  readonly onBehalfOf?: OnBehalfOf | undefined;
}

export interface OnBehalfOf {
  readonly consent: ConsentId;
  readonly person: PersonId;
  readonly grants: readonly Grant[];
}

export interface Maker {
  readonly id: PersonId | AppId;
  readonly grants: readonly Grant[];
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
