import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Vault } from '../../platform/crypto/index.ts';
import { isId } from '../../platform/id.ts';
import type { ConnectionId } from './connection.ts';

/** How long somebody may take at their identity provider. */
export const flowMs = 15 * 60_000;
const place = 'sso_flow';

const flowSchema = z.strictObject({
  connection: z.custom<ConnectionId>((value) => typeof value === 'string' && isId('sso', value)),
  /** `test`: an admin looks at what would come; nobody is signed in. `step_up`: somebody who is signed in proves it again. */
  purpose: z.enum(['sign_in', 'test', 'step_up']),
  /** Ties the answer to this browser (RFC 9700 §4.7); also the id of the SAML request. */
  state: z.string().min(32),
  nonce: z.string().min(32),
  /** PKCE (RFC 7636). */
  verifier: z.string().min(43),
  returnTo: z.string(),
  startedAtMs: z.number().int(),
  /** Whose session it is, for `test` and `step_up`. */
  session: z.string().nullable(),
});

/** One way through an identity provider and back. Kept sealed in the browser that began it, so that any node can go on and none writes. */
export type Flow = z.output<typeof flowSchema>;

export function newFlow(
  given: Pick<Flow, 'connection' | 'purpose' | 'returnTo' | 'session'>,
  now: Date,
): Flow {
  const random = () => randomBytes(32).toString('base64url');
  // An xs:ID of SAML does not begin with a digit.
  return { ...given, state: `_${random()}`, nonce: random(), verifier: random(), startedAtMs: now.getTime() };
}

export function sealFlow(vault: Vault, flow: Flow): string {
  return Buffer.from(vault.wrap(new TextEncoder().encode(JSON.stringify(flow)), place)).toString('base64url');
}

/** @returns undefined for what this deployment did not seal, or sealed too long ago */
export function openFlow(vault: Vault, sealed: string, now: Date): Flow | undefined {
  try {
    const bytes = vault.unwrap(new Uint8Array(Buffer.from(sealed, 'base64url')), place);
    const flow = flowSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const age = now.getTime() - flow.startedAtMs;
    return age >= 0 && age <= flowMs ? flow : undefined;
  } catch {
    return undefined;
  }
}

/** Where to go afterwards: a path of ours, or the start page. Never another site (open redirect). Pure. */
export function localPath(text: string | null): string {
  if (text === null || text.length > 500 || !/^\/(?![/\\])[\x20-\x7e]*$/.test(text) || text.includes('\\'))
    return '/';
  const url = new URL(text, 'http://here.invalid');
  return url.origin === 'http://here.invalid' ? `${url.pathname}${url.search}${url.hash}` : '/';
}
