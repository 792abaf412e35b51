import type { PersonId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';

export type ViewId = Id<'vie'>;
export const viewPages = ['overview', 'adoption', 'groups'] as const;

/** A page of figures with its filters, as somebody keeps it for themselves. */
export interface View {
  readonly organization: OrganizationId;
  readonly id: ViewId;
  readonly person: PersonId;
  readonly name: string;
  readonly page: (typeof viewPages)[number];
  /** As in the page's address. */
  readonly filters: Readonly<Record<string, string>>;
  readonly createdAt: Date;
}

/** More than this nobody finds again. */
export const mostViews = 50;
