import { invariant } from '../platform/invariant.ts';
import { Problem } from '../platform/problem.ts';
import { authorize } from './authorize.ts';
import type { AccessParts } from './parts.ts';
import type { Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import type { SecondFactorRule } from './sign-in/method.ts';
import { secondStepOf } from './sign-in/second-step.ts';
import { selectConnectionsOf } from './sso/store/identities.ts';
import { countRecoveryCodes, selectTotp } from './store/factors.ts';
import { type Passkey, selectPasskeys } from './store/passkeys.ts';
import { selectPasswordChangedAt } from './store/password-links.ts';
import { selectSignInFacts } from './store/sign-in.ts';

export type ConfirmWay = 'password' | 'totp' | 'passkey' | 'recovery_code';

/** How somebody signs in. */
export interface Account {
  readonly email: string;
  /** Null for people without a password. */
  readonly passwordChangedAt: Date | null;
  /** Since when they have an authenticator app. */
  readonly totpSince: Date | null;
  readonly passkeys: readonly Passkey[];
  readonly recoveryCodesLeft: number;
  readonly secondFactor: SecondFactorRule;
  /** What a step-up takes from them. */
  readonly confirmWith: readonly ConfirmWay[];
  /** The identity providers that know them: each can confirm them too. */
  readonly singleSignOn: readonly { readonly id: string; readonly displayName: string }[];
}

/** One's own. @throws Problem `account.read.forbidden`, `account.read.session_needed` 403 */
export async function readAccount({ reader }: AccessParts, principal: Principal): Promise<Account> {
  authorize(principal, 'account.read', theOrganization);
  const { organization, human, credential } = principal;
  if (credential.kind !== 'session')
    throw new Problem({
      code: 'account.read.session_needed',
      status: 403,
      detail: 'How somebody signs in is for that person, signed in, and for no key. Open it in a browser.',
    });
  const facts = await selectSignInFacts(reader, 'id', human);
  invariant(facts !== undefined, 'who is signed in is somebody');
  const secondStep = secondStepOf(facts);
  const hasFactor = secondStep?.enroll === false;
  return {
    email: facts.email,
    passwordChangedAt: (await selectPasswordChangedAt(reader, organization, human)) ?? null,
    totpSince: (await selectTotp(reader, organization, human))?.createdAt ?? null,
    passkeys: await selectPasskeys(reader, organization, human),
    recoveryCodesLeft: await countRecoveryCodes(reader, organization, human),
    secondFactor: facts.secondFactor,
    confirmWith: hasFactor ? secondStep.methods : facts.passwordHash === null ? [] : ['password'],
    singleSignOn: await selectConnectionsOf(reader, organization, human),
  };
}
