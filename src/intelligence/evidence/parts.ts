import type { Access } from '../../access/index.ts';
import type { Changes } from '../../changes/index.ts';
import type { Gateway } from '../../gateway/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Libraries } from '../../libraries/index.ts';
import type { Clock } from '../../platform/clock.ts';

/** What evidence is gathered from: the doors of all slices. */
export interface EvidenceParts {
  readonly ledger: Ledger;
  readonly access: Pick<Access, 'names'>;
  readonly libraries: Pick<Libraries, 'find' | 'versions' | 'contributions'>;
  readonly changes: Pick<Changes, 'story' | 'named'>;
  readonly gateway: Pick<Gateway, 'evidence'>;
  readonly clock: Clock;
  /** The script of the page, built from clients/web/src/evidence-page; undefined when it was not built. */
  readonly script: () => Promise<string | undefined>;
}
