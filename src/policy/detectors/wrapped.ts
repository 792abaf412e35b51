import type { WrappedColumn } from '../../platform/db/index.ts';
import { secretPlace } from './detector.ts';

/** What of this slice is wrapped with the master key. */
export const wrappedInPolicy: readonly WrappedColumn[] = [
  { table: 'policy_detector', id: 'id', column: 'secret_wrapped', context: secretPlace },
];
