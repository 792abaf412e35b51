import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { attestation, createPasskey, startPasskey } from '../factors/passkeys.ts';
import { removePasskey, removeTotp, renewRecoveryCodes } from '../factors/remove.ts';
import { confirmTotp, startTotp } from '../factors/set-up.ts';
import { changePassword } from '../passwords/change.ts';
import type { Principal } from '../principal.ts';
import { readAccount } from '../read-account.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import type { Passkey } from '../store/passkeys.ts';
import { displayName, idOf } from './wire.ts';

const operation = operationsOf<Principal>('access');
const own = 'For every person, about themselves, in a session of theirs: no key does it.';
const lately = 'They have to have proved who they are within 15 minutes.';
const refusals = (action: string) => [
  `${action}.forbidden`,
  `${action}.session_needed`,
  `${action}.step_up_needed`,
];

const passkeyShape = z.object({
  id: z.string(),
  displayName: z.string(),
  synced: z.boolean(),
  address: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
const shapeOf = (passkey: Passkey) => ({
  id: passkey.id,
  displayName: passkey.displayName,
  synced: passkey.synced,
  address: passkey.rpId,
  createdAt: passkey.createdAt.toISOString(),
  lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
});
const codes = z.array(z.string());
const offer = z.string().max(4_000);

function ofPassword(parts: SignInParts): readonly Operation<Principal>[] {
  const read = operation({
    id: 'account.read',
    method: 'get',
    path: '/api/v1/account',
    summary: 'How one signs in: password, authenticator app, passkeys, recovery codes.',
    description: `${own} Leaves no entry.`,
    answer: {
      schema: z.object({
        email: z.string(),
        passwordChangedAt: z.string().nullable(),
        totpSince: z.string().nullable(),
        passkeys: z.array(passkeyShape),
        recoveryCodesLeft: z.number(),
        secondFactor: z.enum(['optional', 'required']),
        confirmWith: z.array(z.enum(['password', 'totp', 'passkey', 'recovery_code'])),
        singleSignOn: z.array(z.object({ id: z.string(), displayName: z.string() })),
      }),
    },
    problems: ['account.read.forbidden', 'account.read.session_needed'],
    handle: async ({ principal }) => {
      const account = await readAccount(parts, principal);
      return {
        ...account,
        confirmWith: [...account.confirmWith],
        singleSignOn: [...account.singleSignOn],
        passwordChangedAt: account.passwordChangedAt?.toISOString() ?? null,
        totpSince: account.totpSince?.toISOString() ?? null,
        passkeys: account.passkeys.map(shapeOf),
      };
    },
  });
  const change = operation({
    id: 'password.change',
    method: 'post',
    path: '/api/v1/account/password',
    summary: 'Changes one’s own password, and ends one’s other sessions.',
    description: `${own} Entry \`password.change\`.`,
    body: z.strictObject({ current: z.string().max(1024), password: z.string().max(1024) }),
    answer: { schema: z.object({ sessionsEnded: z.number() }) },
    problems: [
      'password.change.forbidden',
      'password.change.session_needed',
      'password.change.wrong_password',
      'password.change.password_length',
      'password.change.password_common',
      'session.too_many_attempts',
    ],
    handle: ({ principal, body }) => changePassword(parts, principal, body),
  });
  return [read, change];
}

function ofFactors(parts: SignInParts): readonly Operation<Principal>[] {
  const start = operation({
    id: 'second_factor.start',
    method: 'post',
    path: '/api/v1/account/second-factor/start',
    summary: 'Offers a secret for an authenticator app. Nothing is kept until a code confirms it.',
    description: `${own} ${lately} Leaves no entry.`,
    body: z.strictObject({}),
    answer: { schema: z.object({ secret: z.string(), uri: z.string(), offer: z.string() }) },
    problems: [...refusals('second_factor.start'), 'second_factor.start.exists'],
    handle: ({ principal }) => startTotp(parts, principal),
  });
  const create = operation({
    id: 'second_factor.create',
    method: 'post',
    path: '/api/v1/account/second-factor',
    summary: 'Signs in with an authenticator app from now on.',
    description: `${own} ${lately} The first factor brings recovery codes, shown this once. Entry \`second_factor.create\`.`,
    body: z.strictObject({ offer, code: z.string().min(1).max(20) }),
    answer: { status: 201, schema: z.object({ recoveryCodes: codes }) },
    problems: [
      ...refusals('second_factor.create'),
      'second_factor.create.exists',
      'second_factor.create.offer_over',
      'second_factor.create.wrong_code',
    ],
    handle: async ({ principal, body }) => {
      const { recoveryCodes } = await confirmTotp(parts, principal, body);
      return { recoveryCodes: [...recoveryCodes] };
    },
  });
  const remove = operation({
    id: 'second_factor.delete',
    method: 'delete',
    path: '/api/v1/account/second-factor',
    summary: 'Signs in without an authenticator app from now on.',
    description: `${own} ${lately} Entry \`second_factor.delete\`.`,
    problems: [...refusals('second_factor.delete'), 'second_factor.delete.required'],
    handle: async ({ principal }) => {
      await removeTotp(parts, principal);
      return undefined;
    },
  });
  const renew = operation({
    id: 'recovery_code.renew',
    method: 'post',
    path: '/api/v1/account/recovery-codes',
    summary: 'Gives new recovery codes, shown this once; those of before end.',
    description: `${own} ${lately} Entry \`recovery_code.renew\`.`,
    body: z.strictObject({}),
    answer: { status: 201, schema: z.object({ recoveryCodes: codes }) },
    problems: [...refusals('recovery_code.renew'), 'recovery_code.renew.no_factor'],
    handle: async ({ principal }) => ({ recoveryCodes: [...(await renewRecoveryCodes(parts, principal))] }),
  });
  return [start, create, remove, renew];
}

function ofPasskeys(parts: SignInParts): readonly Operation<Principal>[] {
  const start = operation({
    id: 'passkey.start',
    method: 'post',
    path: '/api/v1/account/passkeys/start',
    summary: 'What a browser makes a passkey with (WebAuthn PublicKeyCredentialCreationOptionsJSON).',
    description: `${own} ${lately} \`origin\` is that of the page. Leaves no entry.`,
    body: z.strictObject({ origin: z.string().max(300) }),
    answer: { schema: z.object({ options: z.record(z.string(), z.unknown()), offer: z.string() }) },
    problems: [...refusals('passkey.start'), 'passkey.not_here', 'passkey.start.too_many'],
    handle: async ({ principal, body }) => {
      const { options, offer: given } = await startPasskey(parts, principal, body.origin);
      return { options: { ...options }, offer: given };
    },
  });
  const create = operation({
    id: 'passkey.create',
    method: 'post',
    path: '/api/v1/account/passkeys',
    summary: 'Keeps a passkey that a device made.',
    description: `${own} ${lately} The first factor brings recovery codes, shown this once. Entry \`passkey.create\`.`,
    body: z.strictObject({ offer, displayName, passkey: attestation }),
    answer: { status: 201, schema: z.object({ passkey: passkeyShape, recoveryCodes: codes }) },
    problems: [
      ...refusals('passkey.create'),
      'passkey.create.offer_over',
      'passkey.create.not_verified',
      'passkey.create.exists',
    ],
    handle: async ({ principal, body }) => {
      const { passkey, recoveryCodes } = await createPasskey(parts, principal, body);
      return { passkey: shapeOf(passkey), recoveryCodes: [...recoveryCodes] };
    },
  });
  const remove = operation({
    id: 'passkey.delete',
    method: 'delete',
    path: '/api/v1/account/passkeys/{passkey}',
    summary: 'A passkey of one’s own opens nothing any more.',
    description: `${own} ${lately} Entry \`passkey.delete\`.`,
    params: z.object({ passkey: z.string() }),
    problems: [...refusals('passkey.delete'), 'passkey.delete.required'],
    handle: async ({ principal, params }) => {
      await removePasskey(parts, principal, idOf('pas', params.passkey));
      return undefined;
    },
  });
  return [start, create, remove];
}

/** How one signs in oneself. */
export function accountOperations(parts: SignInParts): readonly Operation<Principal>[] {
  return [...ofPassword(parts), ...ofFactors(parts), ...ofPasskeys(parts)];
}
