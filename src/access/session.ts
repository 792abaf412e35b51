import type { OrganizationId } from '../ledger/index.ts';
import type { PersonId, SessionId } from './principal.ts';
import type { SignInMethod } from './sign-in/method.ts';

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
  /** How its person proved it when it began. */
  readonly method: SignInMethod;
  /** What the browser calls itself, for its person to recognize it; nothing is decided by it. */
  readonly userAgent: string | null;
}
