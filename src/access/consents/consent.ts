import type { AppId, ConsentId, PersonId } from '../principal.ts';

/** A person’s word that an app may act on their behalf. In force until it is withdrawn, and while the person is active. */
export interface Consent {
  readonly id: ConsentId;
  readonly person: PersonId;
  readonly app: AppId;
  readonly givenAt: Date;
  readonly withdrawnAt: Date | undefined;
}
