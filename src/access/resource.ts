import type { LibraryId } from './principal.ts';

/** What an action is taken on, as far as access cares. */
export type Resource =
  | { readonly kind: 'organization' }
  | {
      readonly kind: 'library';
      readonly id: LibraryId;
      readonly restricted: boolean;
      /**
       * The assets that it is about, by path: one grant must reach all of them. Absent or empty: it is about the library as a whole.
       * `'any'`: about something in it, whatever, as for knowing that the library is there.
       */
      readonly paths?: readonly string[] | 'any';
    };

/** A library, or some assets in it, as whoever asks for others knows it. */
export type Reach = Omit<Extract<Resource, { readonly kind: 'library' }>, 'kind'>;

/** The principal's own organization, as a resource. */
export const theOrganization: Resource = { kind: 'organization' };
