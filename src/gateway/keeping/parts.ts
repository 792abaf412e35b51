import type { Libraries } from '../../libraries/index.ts';
import type { Log } from '../../platform/log.ts';
import type { GatewayParts } from '../parts.ts';

/** What keeping and erasing content works with. */
export interface KeepingParts extends Pick<GatewayParts, 'reader' | 'ledger' | 'access' | 'vault' | 'clock'> {
  readonly libraries: Pick<Libraries, 'find' | 'byId'>;
  readonly log: Log;
  /** No content is erased by retention before this many days. */
  readonly retentionFloorDays: number;
}
