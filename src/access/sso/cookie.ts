import { flowMs } from './flow.ts';

const isSecure = (address: string) => new URL(address).protocol === 'https:';
const nameOf = (address: string) => `${isSecure(address) ? '__Secure-' : ''}countersign.sso`;

/**
 * A `set-cookie` header for what the browser keeps while it is at the identity provider; one that takes it away without a value. `Lax`,
 * because the way back begins on the provider's page.
 */
export function flowCookie(address: string, value: string | undefined): string {
  const secure = isSecure(address) ? '; Secure' : '';
  const age = value === undefined ? 0 : flowMs / 1000;
  return `${nameOf(address)}=${value ?? ''}; Path=/auth/sso; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`;
}

export function readFlowCookie(address: string, request: Request): string | undefined {
  const name = `${nameOf(address)}=`;
  const found = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name));
  return found?.slice(name.length);
}

/** Tells the page what went wrong: readable there, for a minute, and settable by no other site. */
export function problemCookie(
  address: string,
  problem: { readonly code: string; readonly detail: string },
): string {
  const secure = isSecure(address) ? '; Secure' : '';
  return `countersign.sso_problem=${encodeURIComponent(JSON.stringify(problem))}; Path=/; SameSite=Lax; Max-Age=60${secure}`;
}
