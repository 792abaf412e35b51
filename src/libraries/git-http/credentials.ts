/**
 * The key that a git client sends: the password of HTTP Basic (RFC 7617), with any user name. As a bearer header too, for
 * `http.extraHeader`. Cookies are never looked at here.
 */
export function keyOf(authorization: string | undefined): string | undefined {
  const basic = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  const decoded = Buffer.from(basic, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const password = colon < 0 ? '' : decoded.slice(colon + 1);
  return /^[\x21-\x7e]{1,500}$/.test(password) ? password : undefined;
}
