import type { LibraryId } from './principal.ts';

/** What an action is taken on, as far as access cares. */
export type Resource =
  | { readonly kind: 'organization' }
  | { readonly kind: 'library'; readonly id: LibraryId; readonly restricted: boolean };

/** The principal's own organization, as a resource. */
export const theOrganization: Resource = { kind: 'organization' };
