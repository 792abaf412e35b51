import { invariant } from '../platform/invariant.ts';
import type { OrganizationId } from './entry.ts';
import {
  checkpointText,
  keyId,
  type NoteSigner,
  noteSigner,
  privateKeyOfSeed,
  signNote,
  verifierKey,
} from './note.ts';

/** The name of an organization's log, in its checkpoints and keys. A verifier reads the organization from its last part. */
export const originOf = (organization: OrganizationId): string => `countersign/${organization}`;

/** The log's C2SP verifier key: what a verifier pins. */
export function verifierKeyOf(organization: OrganizationId, publicKey: Uint8Array): string {
  const name = originOf(organization);
  return verifierKey({ name, keyId: keyId(name, publicKey), publicKey });
}

/** A signer from the 32-byte seed of a log's key. */
export function signerOf(organization: OrganizationId, seed: Uint8Array): NoteSigner {
  invariant(seed.length === 32, 'a signing key is a seed of 32 bytes');
  return noteSigner(originOf(organization), privateKeyOfSeed(seed));
}

/** The signed note over a head. Ed25519 is deterministic: the same head has one note. */
export function signHead(
  organization: OrganizationId,
  signer: NoteSigner,
  head: { readonly treeSize: number; readonly rootHash: Uint8Array },
): string {
  return signNote(checkpointText({ origin: originOf(organization), ...head }), signer);
}

/**
 * The statement that hands a log over to its next key (docs/formats.md, "Key rotation"): the old key signs, and the new one, to show
 * that it exists. Its first line keeps it apart from checkpoints, which begin with the origin.
 */
export function rotationNote(
  organization: OrganizationId,
  to: string,
  old: NoteSigner,
  successor: NoteSigner,
): string {
  return signNote(`countersign.rotation/1\n${originOf(organization)}\n${to}\n`, old, successor);
}

/** Where a log's key is bound to when it is wrapped. */
export const keyContext = (organization: OrganizationId, id: string): string =>
  `ledger_key/${organization}/${id}`;
