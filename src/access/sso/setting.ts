/** How an organization uses single sign-on. */
export interface SsoSetting {
  /** Nobody signs in otherwise, but those who are named for the day on which it is down. */
  readonly enforced: boolean;
  /** Whether people whom we do not know yet are made when they first come. */
  readonly provisioning: boolean;
  /** What people get whom no group gives a role; null: nothing. */
  readonly defaultRole: string | null;
}

export const startingSetting: SsoSetting = { enforced: false, provisioning: true, defaultRole: null };
