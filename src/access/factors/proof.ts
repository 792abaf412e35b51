import type { OrganizationId } from '../../ledger/index.ts';
import type { Tx, WrappedColumn } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import { sha256 } from '../key.ts';
import type { PersonId } from '../principal.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { secretPlace } from '../sso/oidc.ts';
import { deleteRecoveryCode, insertSpent, selectTotp, updateTotpStep } from '../store/factors.ts';
import { recoveryCodeSha256 } from './recovery-code.ts';
import { matchingStep } from './totp.ts';

export interface Holder {
  readonly organization: OrganizationId;
  readonly person: PersonId;
}

/** Something that proves a person, verified but not used up yet. */
export interface Proof {
  readonly holder: Holder;
  readonly by: 'totp' | 'recovery_code' | 'passkey';
  /**
   * Uses it up, in the transaction of what it is used for, so that it is good for that and for nothing after it.
   * @throws Problem `session.used_code` when it was used up meanwhile
   */
  readonly spend: (tx: Tx) => Promise<void>;
}

/** Undefined for a code that is not good now. */
export async function totpProof(
  { reader, vault, clock }: SignInParts,
  holder: Holder,
  code: string,
): Promise<Proof | undefined> {
  const { organization, person } = holder;
  const stored = await selectTotp(reader, organization, person);
  if (stored === undefined) return undefined;
  const secret = vault.unwrap(stored.secretWrapped, totpPlace(holder));
  const step = matchingStep(secret, code, clock.now());
  if (step === undefined || step <= stored.lastStep) return undefined;
  return {
    holder,
    by: 'totp',
    spend: async (tx) => {
      if (!(await updateTotpStep(tx, organization, person, step))) throw usedCode();
    },
  };
}

/** Where the vault binds the secret to. */
export const totpPlace = ({ organization, person }: Holder): string =>
  `access_totp/${organization}/${person}`;

/** What of access is wrapped with the master key. */
export const wrappedInAccess: readonly WrappedColumn[] = [
  {
    table: 'access_totp',
    id: 'person_id',
    column: 'secret_wrapped',
    context: (organization, person) => `access_totp/${organization}/${person}`,
  },
  {
    table: 'access_sso_connection',
    id: 'id',
    column: 'client_secret',
    context: (_organization, id) => secretPlace(id),
  },
];

/** Whether it is one of the person's codes shows when it is spent: there is nothing to compare with before. */
export function recoveryProof(holder: Holder, code: string): Proof {
  const { organization, person } = holder;
  return {
    holder,
    by: 'recovery_code',
    spend: async (tx) => {
      if (!(await deleteRecoveryCode(tx, organization, person, recoveryCodeSha256(code)))) throw usedCode();
    },
  };
}

/** Uses up what was sealed for a browser. */
export async function spendNonce(
  tx: Tx,
  organization: OrganizationId,
  sealed: { readonly nonce: string; readonly expiresAt: Date },
  at: Date,
): Promise<void> {
  if (!(await insertSpent(tx, organization, sha256(sealed.nonce), sealed.expiresAt, at))) throw usedCode();
}

export function usedCode(): Problem {
  return new Problem({
    code: 'session.used_code',
    status: 401,
    detail: 'This code is not good, or was used already. Wait for the next one, or use another.',
  });
}
