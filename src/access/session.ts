import type { OrganizationId } from '../ledger/index.ts';
import type { PersonId, SessionId } from './principal.ts';

/** A signed-in browser. Its token is known to that browser only. */
export interface Session {
  readonly organization: OrganizationId;
  readonly id: SessionId;
  readonly person: PersonId;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When its person last proved who they are. */
  readonly authenticatedAt: Date;
}
