import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Problem } from '../platform/problem.ts';

/**
 * Addresses at which clouds keep machine credentials, and other link-local ones. Loopback and private addresses are allowed on
 * purpose: models that an organization runs itself live there, and only an admin names a provider.
 */
const forbidden = new BlockList();
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addAddress('100.100.100.200', 'ipv4');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6');
forbidden.addAddress('::', 'ipv6');
const forbiddenNames = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data']);

/**
 * Checks the base URL of a provider and brings it into one form, without a slash at the end.
 * @throws Problem `provider.base_url_refused` saying what is wrong with it
 */
export function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('It must start with https:// or http://.');
  if (url.username !== '' || url.password !== '')
    throw refused('It must hold no credentials; send them as credential.');
  if (url.search !== '' || url.hash !== '') throw refused('It must have no query and no fragment.');
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (forbiddenNames.has(host.toLowerCase()) || isForbiddenAddress(host))
    throw refused('It names a link-local or metadata address, which holds the credentials of this machine.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** True for an IP address that no provider may have. False for names: those are checked when they are resolved. */
export function isForbiddenAddress(host: string): boolean {
  const version = isIP(host);
  return version !== 0 && forbidden.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

/** Resolves names for connections to providers, and refuses names that lead to a forbidden address now, whatever they led to before. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const allowed = (addresses ?? []).filter((found) => !isForbiddenAddress(found.address));
    const [first] = allowed;
    if (error !== null) callback(error, []);
    else if (first === undefined)
      callback(new Error(`${hostname} resolves to no address that a provider may have`), []);
    else if (options.all === true) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

function refused(why: string): Problem {
  return new Problem({
    code: 'provider.base_url_refused',
    status: 422,
    detail: `This base URL cannot be used. ${why} An example is "https://api.openai.com/v1".`,
  });
}
