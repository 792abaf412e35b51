import { z } from 'zod';
import { readLink, setPasswordByLink } from '../passwords/link.ts';
import { setUp } from '../set-up.ts';
import { readBody } from './body.ts';
import { json } from './json.ts';
import type { AuthRouteParts } from './parts.ts';

const token = z.string().min(1).max(2_000);
const linkBody = z.strictObject({ token });
const passwordBody = z.strictObject({ token, password: z.string().min(1).max(1024) });
const setupBody = z.strictObject({
  token,
  organization: z.string().min(1).max(63),
  displayName: z.string().min(1).max(100),
  name: z.string().min(1).max(100),
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(1024),
});

/** Whose password a link sets: for the page that it leads to. The token is in the body, and so in no log. */
export async function forWhom(parts: AuthRouteParts, request: Request): Promise<Response> {
  const { token: link } = await readBody(request, linkBody, '{ "token": … }');
  return json(await readLink(parts, link));
}

export async function byLink(parts: AuthRouteParts, request: Request): Promise<Response> {
  const { token: link, password } = await readBody(request, passwordBody, '{ "token": …, "password": … }');
  return json(await setPasswordByLink(parts, link, password));
}

/** The setup link of the terminal makes an organization and its first admin. */
export async function foundHouse(parts: AuthRouteParts, request: Request): Promise<Response> {
  const wanted = '{ "token", "organization", "displayName", "name", "email", "password" }';
  const { token: link, ...wish } = await readBody(request, setupBody, wanted);
  const { organization, admin } = await setUp(parts, link, wish);
  return json({ organization: organization.name, email: admin.email });
}
