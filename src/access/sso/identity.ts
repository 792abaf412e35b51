import { z } from 'zod';
import type { JsonValue } from '../../platform/canonical-json.ts';
import { normalizeEmail } from '../person.ts';
import type { Connection } from './connection.ts';

/** What an identity provider vouched for: everything that was verified, and nothing else. */
export type Claims = Readonly<Record<string, JsonValue>>;

/** Somebody as an identity provider knows them. */
export interface Identity {
  /** Stable, the provider's own. Never an e-mail address of ours. */
  readonly subject: string;
  readonly email: string | undefined;
  /** False only when the provider says so itself. */
  readonly emailVerified: boolean;
  readonly displayName: string | undefined;
  /** Undefined when the connection reads none. */
  readonly groups: readonly string[] | undefined;
}

const mostGroups = 1000;

/** Reads who somebody is out of claims, by the names that the connection gives. Pure. */
export function identityOf(connection: Connection, subject: string, claims: Claims): Identity {
  const { emailClaim, nameClaim, groupsClaim } = connection.settings;
  const email = textOf(claims[emailClaim]);
  const name = textOf(claims[nameClaim]) ?? joined(textOf(claims.given_name), textOf(claims.family_name));
  return {
    subject,
    email:
      email !== undefined && z.email().max(254).safeParse(email).success ? normalizeEmail(email) : undefined,
    emailVerified: claims.email_verified !== false && claims.email_verified !== 'false',
    displayName: name?.slice(0, 200),
    groups: groupsClaim === null ? undefined : textsOf(claims[groupsClaim]).slice(0, mostGroups),
  };
}

/** The domain of an e-mail address, for comparing. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

function textOf(value: JsonValue | undefined): string | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  const text = typeof one === 'string' ? one.trim() : '';
  return text === '' ? undefined : text;
}

/** A list, or one text: SAML gives one value as itself. */
function textsOf(value: JsonValue | undefined): string[] {
  const list = Array.isArray(value) ? value : [value];
  return [...new Set(list.filter((one) => typeof one === 'string').map((one) => one.trim()))].filter(
    (one) => one !== '' && one.length <= 300,
  );
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  const text = parts.filter((part) => part !== undefined).join(' ');
  return text === '' ? undefined : text;
}
