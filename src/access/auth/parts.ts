import type { SignInParts } from '../sign-in/parts.ts';
import type { Authentication } from './authentication.ts';

/** What the endpoints of `/auth/` work with. */
export interface AuthRouteParts extends SignInParts {
  readonly authentication: Authentication;
}
