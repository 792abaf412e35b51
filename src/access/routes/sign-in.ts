import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { readSignInRule, resetFactors } from '../factors/remove.ts';
import { passwordLinkAddress, resetPassword } from '../passwords/reset.ts';
import type { Principal } from '../principal.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { updateSignInRule } from '../sign-in/rule.ts';
import { idOf } from './wire.ts';

const operation = operationsOf<Principal>('access');
const lately = 'For admins, in a session, who have proved who they are within 15 minutes.';
const refusals = (action: string) => [
  `${action}.forbidden`,
  `${action}.session_needed`,
  `${action}.step_up_needed`,
];
const rule = z.enum(['optional', 'required']);

/** How others of the organization sign in. */
export function signInOperations(parts: SignInParts): readonly Operation<Principal>[] {
  const reset = operation({
    id: 'password.reset',
    method: 'post',
    path: '/api/v1/people/{person}/password-link',
    summary: 'Gives a link with which a person sets a password, once and within a day.',
    description: `${lately} The link is shown this once; earlier ones end. Entry \`password.reset\`.`,
    params: z.object({ person: z.string() }),
    body: z.strictObject({}),
    answer: { status: 201, schema: z.object({ link: z.string(), expiresAt: z.string() }) },
    problems: refusals('password.reset'),
    handle: async ({ principal, params }) => {
      const { token, expiresAt } = await resetPassword(parts, principal, idOf('per', params.person));
      return { link: passwordLinkAddress(parts.address, token), expiresAt: expiresAt.toISOString() };
    },
  });
  const factors = operation({
    id: 'second_factor.reset',
    method: 'post',
    path: '/api/v1/people/{person}/reset-second-factors',
    summary: 'Takes all second factors from a person who lost them, and ends their sessions.',
    description: `${lately} Entry \`second_factor.reset\`.`,
    params: z.object({ person: z.string() }),
    body: z.strictObject({}),
    problems: refusals('second_factor.reset'),
    handle: async ({ principal, params }) => {
      await resetFactors(parts, principal, idOf('per', params.person));
      return undefined;
    },
  });
  const read = operation({
    id: 'sign_in_rule.read',
    method: 'get',
    path: '/api/v1/sign-in-rule',
    summary: 'Whether a password alone is enough to sign in.',
    description: 'For everybody with a role on the organization. Leaves no entry.',
    answer: { schema: z.object({ secondFactor: rule }) },
    problems: ['sign_in_rule.read.forbidden'],
    handle: async ({ principal }) => ({ secondFactor: await readSignInRule(parts, principal) }),
  });
  const update = operation({
    id: 'sign_in_rule.update',
    method: 'patch',
    path: '/api/v1/sign-in-rule',
    summary: 'Requires a second factor of everybody, or leaves it to them.',
    description: `${lately} Requiring one ends every session that began with a password alone. Entry \`sign_in_rule.update\`.`,
    body: z.strictObject({ secondFactor: rule }),
    answer: { schema: z.object({ sessionsEnded: z.number() }) },
    problems: [...refusals('sign_in_rule.update'), 'sign_in_rule.update.own_first'],
    handle: ({ principal, body }) => updateSignInRule(parts, principal, body.secondFactor),
  });
  return [reset, factors, read, update];
}
