import type { Actor, EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { insertTotp, replaceRecoveryCodes } from '../store/factors.ts';
import { type Holder, totpPlace } from './proof.ts';
import { newRecoveryCodes, recoveryCodeSha256 } from './recovery-code.ts';

/** Keeps the secret of an authenticator app, inside a transaction. @returns the entry; undefined when the person has one already */
export async function totpWithin(
  { vault }: Pick<SignInParts, 'vault'>,
  tx: Tx,
  kept: {
    readonly by: Actor;
    readonly holder: Holder;
    readonly secret: Uint8Array;
    /** Of the code that showed that the app has it: not good again. */
    readonly step: number;
    readonly at: Date;
  },
): Promise<EntryDraft | undefined> {
  const { by, holder, secret, step, at } = kept;
  const { organization, person } = holder;
  const secretWrapped = Buffer.from(vault.wrap(secret, totpPlace(holder)));
  const totp = { secretWrapped, lastStep: step, createdAt: at };
  if (!(await insertTotp(tx, organization, person, totp))) return undefined;
  return {
    organization,
    action: 'second_factor.create',
    actor: by,
    subject: { kind: 'person', id: person },
    data: { kind: 'totp' },
  };
}

/** Ten new recovery codes instead of those there were. Shown once; their hashes are kept. */
export async function firstCodesWithin(
  tx: Tx,
  { organization, person }: Holder,
  at: Date,
): Promise<string[]> {
  const codes = newRecoveryCodes();
  await replaceRecoveryCodes(tx, organization, person, codes.map(recoveryCodeSha256), at);
  return codes;
}
