/** What a browser keeps for us between two steps of signing in. Never readable by pages, never sent from other sites' pages. */
export type StepCookie = 'step' | 'challenge' | 'enroll';

const nameOf = (cookie: StepCookie, address: string) =>
  `${isSecure(address) ? '__Secure-' : ''}countersign.${cookie}`;

const isSecure = (address: string) => new URL(address).protocol === 'https:';

/** A `set-cookie` header; one that takes the cookie away without a value. */
export function stepCookie(cookie: StepCookie, value: string | undefined, address: string): string {
  const secure = isSecure(address) ? '; Secure' : '';
  const age = value === undefined ? 0 : 600;
  return `${nameOf(cookie, address)}=${value ?? ''}; Path=/auth; HttpOnly; SameSite=Strict; Max-Age=${age}${secure}`;
}

/** The value that a request carries. */
export function readStepCookie(request: Request, cookie: StepCookie, address: string): string | undefined {
  const name = `${nameOf(cookie, address)}=`;
  const found = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name));
  return found?.slice(name.length);
}
