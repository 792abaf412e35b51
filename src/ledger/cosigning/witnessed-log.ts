import type { Id } from '../../platform/id.ts';
import type { Actor, OrganizationId } from '../entry.ts';

export type WitnessedLogId = Id<'wlo'>;

/** A log of others whose heads this organization cosigns, by one of its keys. */
export interface WitnessedLog {
  readonly id: WitnessedLogId;
  readonly origin: string;
  /** C2SP verifier key; its name is the origin. */
  readonly key: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** The largest head of an origin that this organization cosigned. */
export interface CosignedHead {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  /** As the log signed it, with this witness's line behind. */
  readonly note: string;
  readonly at: Date;
}

/** This organization as a witness: its key, once it has one, and what it witnesses. */
export interface CosigningStanding {
  readonly key: string | undefined;
  readonly logs: readonly (WitnessedLog & {
    readonly head: CosignedHead | undefined;
    readonly conflicts: number;
  })[];
}

/** As c2sp.org/tlog-witness words the answers of `add-checkpoint`. */
export type CosignAnswer =
  | { readonly status: 200; readonly line: string }
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422 | 503; readonly why: string };

/** An organization as a witness of the logs of others (c2sp.org/tlog-witness). */
export interface Cosigning {
  standing(organization: OrganizationId): Promise<CosigningStanding>;
  add(
    organization: OrganizationId,
    actor: Actor,
    key: string,
  ): Promise<{ readonly log: WitnessedLog; readonly witness: string }>;
  end(organization: OrganizationId, actor: Actor, id: string): Promise<void>;
  /** Answers `add-checkpoint`. For anybody: what is signed in the request is all that counts. */
  cosign(organization: OrganizationId, request: string): Promise<CosignAnswer>;
  /** What was cosigned last of the origin with this SHA-256, in hexadecimal. For anybody. */
  head(organization: OrganizationId, originHash: string): Promise<CosignedHead | undefined>;
}

export interface StoredCosigner {
  readonly id: string;
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly privateKeyWrapped: Uint8Array;
}

/** Where a cosigning key is bound to when it is wrapped. */
export const cosignerContext = (organization: OrganizationId, id: string): string =>
  `ledger_cosigner/${organization}/${id}`;

/** Where this organization's witness is, below the server's address; its key is named after it, without the scheme. */
export const witnessPath = (organization: OrganizationId): string => `/witness/${organization}`;

/** @returns undefined for an address that cannot name a key: names have no spaces and no plus */
export function cosignerName(address: string, organization: OrganizationId): string | undefined {
  const { host, pathname } = new URL(address);
  const name = `${host}${pathname.replace(/\/+$/, '')}${witnessPath(organization)}`;
  return /[\s+]/.test(name) ? undefined : name;
}
