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

/** Somebody by id, for history: one who is not known any more keeps the id, so that no act loses its subject. */
export function named(names: ReadonlyMap<string, PersonRef>, id: string): PersonRef {
  return names.get(id) ?? { id, kind: id.startsWith('app_') ? 'app' : 'person', displayName: id };
}

/** E-mail addresses are compared without case, and kept so. */
export function normalizeEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}
