/** How somebody proved who they are when a session began. */
export type SignInMethod =
  | 'password'
  | 'password_totp'
  | 'password_recovery_code'
  | 'password_passkey'
  /** A passkey that its device gave only after it had recognized the person: something one has, and something one is or knows. */
  | 'passkey'
  /** The organization's identity provider vouched; a second factor is its business. */
  | 'single_sign_on';

export type SecondFactorRule = 'optional' | 'required';

/** Whether a session that began so satisfies an organization's rule. Pure. */
export function satisfies(method: SignInMethod, rule: SecondFactorRule): boolean {
  return rule === 'optional' || method !== 'password';
}
