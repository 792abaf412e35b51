import type { Key, KeyId, PersonId, PersonRef, Principal, Team } from '../access/index.ts';
import type { Changes } from '../changes/index.ts';
import type { Group, Ledger, OrganizationId } from '../ledger/index.ts';
import type { Libraries } from '../libraries/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader } from '../platform/db/index.ts';
import type { RequestFacts } from '../platform/http/index.ts';
import type { Log } from '../platform/log.ts';
import type { Policies } from '../policy/index.ts';
import type { Recording } from './recording.ts';
import type { Registry } from './registry.ts';

/** What the gateway asks of access. */
export interface GatewayAccess {
  authenticate(facts: RequestFacts): Promise<Principal | undefined>;
  /** Whoever was let in by a credential, as it lets them in now; undefined when it does not any more. */
  still(
    principal: Pick<Principal, 'organization' | 'credential' | 'onBehalfOf'>,
  ): Promise<Principal | undefined>;
  /** An app as it acts on behalf of a person who has consented; undefined without a consent in force. */
  onBehalfOf(principal: Principal, named: string): Promise<Principal | undefined>;
  /** How to name principals to people. Unknown ids are absent. */
  names(organization: OrganizationId, ids: readonly string[]): Promise<ReadonlyMap<string, PersonRef>>;
  /** The teams that a person is in, also by a team in them. */
  teamsOf(organization: OrganizationId, person: PersonId): Promise<readonly Team[]>;
  /** Revoked and expired ones too; undefined for an unknown one. */
  keyById(organization: OrganizationId, id: KeyId): Promise<Key | undefined>;
  /** Who is in some teams now, by the teams' names, nested ones too. */
  teamMembers(
    organization: OrganizationId,
    teamNames: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<PersonId>>>;
  /** By id; undefined for an unknown or retired one. */
  teamById(organization: OrganizationId, id: Team['id']): Promise<Team | undefined>;
}

/** What the verbs of this slice work with. */
export interface GatewayParts {
  readonly reader: Reader;
  readonly ledger: Pick<
    Ledger,
    'record' | 'group' | 'prove' | 'read' | 'list' | 'head' | 'receipt' | 'organizations'
  >;
  /** How executions are recorded: in groups. */
  readonly recording: Group<Recording>;
  readonly access: GatewayAccess;
  readonly libraries: Pick<
    Libraries,
    | 'resolve'
    | 'visible'
    | 'livePrompts'
    | 'environments'
    | 'byId'
    | 'contributions'
    | 'find'
    | 'head'
    | 'textAt'
    | 'liveTexts'
  >;
  readonly changes: Pick<Changes, 'story' | 'stops' | 'recall' | 'openRecall' | 'candidate' | 'reportFound'>;
  readonly policies: Pick<Policies, 'of' | 'refusal' | 'classes' | 'register' | 'outside'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: Registry;
  /** How long a provider may take. */
  readonly providerTimeoutMs: number;
  readonly bodyLimitBytes: number;
  /** No content is erased by retention before this many days. */
  readonly retentionFloorDays: number;
}
