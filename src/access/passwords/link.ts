import { randomBytes } from 'node:crypto';
import type { Actor, EntryDraft, OrganizationId } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { sha256 } from '../key.ts';
import type { AccessParts } from '../parts.ts';
import { assertPassword, hashPassword } from '../password.ts';
import type { PersonId } from '../principal.ts';
import {
  deletePasswordLink,
  type PasswordLink,
  selectPasswordLink,
  upsertPassword,
  upsertPasswordLink,
} from '../store/password-links.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import { type SignInFacts, selectSignInFacts } from '../store/sign-in.ts';

const dayMs = 86_400_000;

export interface NewPasswordLink {
  /** For the person's eyes only, shown once. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** A link with which a person sets a password, good once and for a day; earlier ones end. Inside a transaction; the caller authorizes. */
export async function passwordLinkWithin(
  tx: Tx,
  made: {
    readonly organization: OrganizationId;
    readonly person: PersonId;
    readonly by: Actor;
    readonly at: Date;
  },
): Promise<{ readonly link: NewPasswordLink; readonly entry: EntryDraft }> {
  const { organization, person, by, at } = made;
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(at.getTime() + dayMs);
  await upsertPasswordLink(tx, { organization, person, createdBy: by.id, expiresAt }, sha256(token), at);
  return {
    link: { token, expiresAt },
    entry: {
      organization,
      action: 'password.reset',
      actor: by,
      subject: { kind: 'person', id: person },
      data: { expiresAt: expiresAt.toISOString() },
    },
  };
}

/** Whose it is. @throws Problem `password.change.link_over` 404 */
export async function readLink(
  parts: AccessParts,
  token: string,
): Promise<{ readonly name: string; readonly email: string; readonly organization: string }> {
  const { facts } = await open(parts, token);
  return { name: facts.displayName, email: facts.email, organization: facts.organizationName };
}

/**
 * Sets a password by a link. Ends the person's sessions, wherever they are; a second factor stays. Entry `password.change`.
 * @throws Problem `password.change.link_over` 404, `password.change.password_length`, `password.change.password_common` 400
 */
export async function setPasswordByLink(
  parts: AccessParts,
  token: string,
  password: string,
): Promise<{ readonly email: string }> {
  const { link, facts } = await open(parts, token);
  assertPassword(password, 'password.change', [facts.email, facts.displayName]);
  const account = { id: newId('acc'), passwordHash: await hashPassword(password) };
  const at = parts.clock.now();
  const { organization, person } = link;
  return parts.ledger.record(async (tx) => {
    if (!(await deletePasswordLink(tx, link, sha256(token)))) throw linkOver();
    await upsertPassword(tx, organization, person, account, at);
    const ended = await deleteSessionsOf(tx, organization, person);
    return {
      entry: {
        organization,
        action: 'password.change',
        actor: { kind: 'person', id: person, credential: { kind: 'setup', id: 'password_link' } },
        subject: { kind: 'person', id: person },
        data: { by: 'link', linkBy: link.createdBy, sessionsEnded: ended.length },
      },
      value: { email: facts.email },
    };
  });
}

async function open(
  { reader, clock }: AccessParts,
  token: string,
): Promise<{ readonly link: PasswordLink; readonly facts: SignInFacts }> {
  const link = await selectPasswordLink(reader, sha256(token));
  if (link === undefined || link.expiresAt <= clock.now()) throw linkOver();
  const facts = await selectSignInFacts(reader, 'id', link.person);
  if (facts === undefined) throw linkOver();
  return { link, facts };
}

function linkOver(): Problem {
  return new Problem({
    code: 'password.change.link_over',
    status: 404,
    detail: 'This link was used, has been replaced, or is older than a day. Ask an admin for a new one.',
  });
}
