import type { Vault } from '../../platform/crypto/index.ts';
import type { Tally } from '../../platform/db/index.ts';
import type { AccessParts } from '../parts.ts';
import type { Attempts } from './attempts.ts';
import type { Seal } from './seal.ts';

/** What signing in works with, beside what every verb does. */
export interface SignInParts extends AccessParts {
  readonly vault: Pick<Vault, 'wrap' | 'unwrap'>;
  readonly tally: Tally;
  readonly attempts: Attempts;
  readonly seal: Seal;
  /** What people type to get here. */
  readonly address: string;
}
