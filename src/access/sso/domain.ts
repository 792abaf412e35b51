import { randomBytes } from 'node:crypto';

/** A domain of e-mail addresses that an organization says is its own. */
export interface Domain {
  readonly name: string;
  /** What its TXT record must say. */
  readonly challenge: string;
  readonly createdAt: Date;
  readonly verifiedAt: Date | null;
  /** `dns`: proven. `override`: an admin's word, which counts for this organization only, and for nothing once another one has proof. */
  readonly verifiedBy: 'dns' | 'override' | null;
  /** True when it counts now. */
  readonly counts: boolean;
}

/** How many an organization may claim. */
export const mostDomains = 100;

/** Where the record is looked for. */
export function recordName(domain: string): string {
  return `_countersign-challenge.${domain}`;
}

export function newChallenge(): string {
  return `countersign-verification=${randomBytes(24).toString('base64url')}`;
}

/** The name as it is kept, or undefined when it is no domain. Pure. */
export function readDomain(text: string): string | undefined {
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  const label = '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)';
  const good =
    name.length <= 200 && new RegExp(`^(?:${label}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$`).test(name);
  return good ? name : undefined;
}
