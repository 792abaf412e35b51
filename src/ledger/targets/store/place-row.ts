import type { Selectable } from 'kysely';
import type { TargetPlace } from '../target.ts';
import type { PlaceRow } from './tables.ts';

export const placeFrom = (
  row: Omit<Selectable<PlaceRow>, 'organization_id' | 'target_id' | 'claim' | 'claimed_until'>,
): TargetPlace => ({
  nextIndex: row.next_index,
  dueAt: row.due_at,
  failures: row.failures,
  error: row.error,
  failedAt: row.failed_at,
  sentAt: row.sent_at,
});
