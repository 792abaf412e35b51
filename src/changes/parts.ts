import type {
  Action,
  Person,
  PersonId,
  PersonRef,
  Principal,
  Reach,
  Resource,
  RolesHeld,
  TeamId,
} from '../access/index.ts';
import type { Ledger, OrganizationId, Recorder } from '../ledger/index.ts';
import type { Libraries } from '../libraries/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader } from '../platform/db/index.ts';
import type { HostList } from '../platform/host-list.ts';
import type { Log } from '../platform/log.ts';
import type { MailSettings } from '../platform/mail.ts';

/** What changes needs of access beside `authorize`. Everything is as it is at this moment, whatever it was before. */
export interface People {
  names(organization: OrganizationId, ids: readonly string[]): Promise<ReadonlyMap<string, PersonRef>>;
  /** Whether a person or app holds an action on a library. False for those who left. */
  holdsNow(organization: OrganizationId, id: string, action: Action, library: Reach): Promise<boolean>;
  /** The active people with roles that reach a library, or all of some assets in it, and those roles. */
  rolesOn(organization: OrganizationId, library: Reach): Promise<RolesHeld>;
  /** Who is in some teams, by name: active people. Teams that are not there (any more) are not in the map. */
  teamMembers(
    organization: OrganizationId,
    teamNames: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<PersonId>>>;
  /** Active people by e-mail address (lower case). */
  peopleByEmail(
    organization: OrganizationId,
    emails: readonly string[],
  ): Promise<ReadonlyMap<string, PersonId>>;
  /** Somebody in whose name something is done later; undefined when they may do nothing any more. */
  principalNow(
    organization: OrganizationId,
    id: string,
    credential: Principal['credential'],
  ): Promise<Principal | undefined>;
  /** The active people who hold an action on a resource. */
  holders(organization: OrganizationId, action: Action, resource: Resource): Promise<PersonId[]>;
  personById(organization: OrganizationId, id: PersonId): Promise<Person | undefined>;
  /** By id; undefined for an unknown or retired one. */
  teamById(
    organization: OrganizationId,
    id: TeamId,
  ): Promise<{ readonly name: string; readonly displayName: string } | undefined>;
}

export interface ChangesParts {
  readonly reader: Reader;
  readonly ledger: Recorder & Pick<Ledger, 'prove' | 'read'>;
  readonly clock: Clock;
  readonly libraries: Libraries;
  readonly people: People;
  /** Price of a model's input in micro-USD for a million tokens, where it is known. */
  readonly inputPriceOf?: (model: string) => number | undefined;
}

/** What the composition root gives this slice. */
export interface CreateChangesParts extends ChangesParts {
  /** Wraps the secrets of webhooks. */
  readonly vault: Vault;
  readonly log: Log;
  /** Where people reach this server: links lead there. */
  readonly address: string;
  /** Undefined: no e-mail goes out. */
  readonly mail: MailSettings | undefined;
  readonly webhookHosts: HostList;
}
