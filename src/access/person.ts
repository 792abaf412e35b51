import type { AppId, PersonId } from './principal.ts';

export interface Person {
  readonly id: PersonId;
  readonly displayName: string;
  /** Lower case. What the person signs in with; never in an entry. */
  readonly email: string;
  readonly active: boolean;
  readonly createdAt: Date;
}

/** A machine identity. Its owner is the human behind whatever it does. */
export interface App {
  readonly id: AppId;
  readonly displayName: string;
  readonly owner: PersonId;
  readonly createdAt: Date;
}

/** How anybody is named to people, wherever somebody is named. */
export interface PersonRef {
  readonly id: string;
  readonly kind: 'person' | 'app';
  readonly displayName: string;
}

/** E-mail addresses are compared without case, and kept so. */
export function normalizeEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}
