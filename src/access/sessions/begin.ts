import { randomBytes } from 'node:crypto';
import type { EntryDraft, OrganizationId } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { sha256 } from '../key.ts';
import type { AccessParts } from '../parts.ts';
import type { PersonId } from '../principal.ts';
import type { Session } from '../session.ts';
import { type SignInMethod, satisfies } from '../sign-in/method.ts';
import { pastSso } from '../sso/enforcement.ts';
import { insertSession } from '../store/sessions.ts';
import { lockForSession } from '../store/sign-in.ts';

const dayMs = 86_400_000;
const userAgentLimit = 300;

export interface SessionStart {
  readonly organization: OrganizationId;
  readonly person: PersonId;
  /** What the caller has verified. */
  readonly method: SignInMethod;
  readonly userAgent: string | null;
  /** False for a session that ends with the browser, and after a day. */
  readonly remember: boolean;
}

/** A session that is in no table yet. The token is for the browser's cookie, and kept nowhere else. */
export interface NewSession {
  readonly session: Session;
  readonly token: string;
  readonly remember: boolean;
}

export function newSession(start: SessionStart, at: Date): NewSession {
  const { organization, person, method, userAgent, remember } = start;
  const session: Session = {
    organization,
    id: newId('ses', at.getTime()),
    person,
    expiresAt: new Date(at.getTime() + (remember ? 7 : 1) * dayMs),
    createdAt: at,
    updatedAt: at,
    authenticatedAt: at,
    method,
    userAgent: userAgent === null ? null : userAgent.slice(0, userAgentLimit),
  };
  return { session, token: randomBytes(32).toString('base64url'), remember };
}

/**
 * Begins a session inside a transaction: the one place where sessions come into being, whatever was proved and by whom. Refuses people
 * who were deactivated meanwhile, a password alone where the organization requires more, and all but single sign-on where that is enforced.
 * @returns the entry `session.create`, by the person, and `session.bypass` of whoever may pass by single sign-on
 * @throws Problem `session.wrong_credentials` 401, `session.second_factor_required` 403, `session.sso_required` 403
 */
export async function sessionWithin(
  tx: Tx,
  { session, token }: NewSession,
  data: JsonObject = {},
): Promise<readonly [EntryDraft, ...EntryDraft[]]> {
  const { organization, id, person, method, expiresAt } = session;
  const rule = await lockForSession(tx, organization, person);
  if (rule === undefined) throw wrongCredentials();
  if (!satisfies(method, rule)) throw secondFactorRequired();
  const past = await pastSso(tx, session);
  await insertSession(tx, session, sha256(token));
  const created: EntryDraft = {
    organization,
    action: 'session.create',
    actor: { kind: 'person', id: person, credential: { kind: 'session', id } },
    subject: { kind: 'session', id },
    data: { expiresAt: expiresAt.toISOString(), method, ...data },
  };
  return [created, ...past];
}

/** Begins a session in a transaction of its own. */
export async function beginSession(parts: AccessParts, start: SessionStart): Promise<NewSession> {
  const made = newSession(start, parts.clock.now());
  return parts.ledger.record(async (tx) => ({ entry: await sessionWithin(tx, made), value: made }));
}

/** One answer for an unknown address, a wrong password and a person without access: none tells who exists. */
export function wrongCredentials(cause?: unknown): Problem {
  return new Problem({
    code: 'session.wrong_credentials',
    status: 401,
    detail:
      'This e-mail address and password do not belong together. Check both and try again, or ask an admin.',
    cause,
  });
}

function secondFactorRequired(): Problem {
  return new Problem({
    code: 'session.second_factor_required',
    status: 403,
    detail: 'Your organization now requires a second step at sign-in. Sign in again to set it up.',
  });
}
