import { isForbiddenHost } from '../platform/outgoing-address.ts';
import { Problem } from '../platform/problem.ts';

/**
 * Checks the base URL of a provider and brings it into one form, without a slash at the end. Loopback and private addresses are allowed on
 * purpose: models that an organization runs itself live there, and only an admin names a provider.
 * @throws Problem `provider.base_url_refused` saying what is wrong with it
 */
export function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('It must start with https:// or http://.');
  if (url.username !== '' || url.password !== '')
    throw refused('It must hold no credentials; send them as credential.');
  if (url.search !== '' || url.hash !== '') throw refused('It must have no query and no fragment.');
  if (isForbiddenHost(url.hostname))
    throw refused('It names a link-local or metadata address, which holds the credentials of this machine.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function refused(why: string): Problem {
  return new Problem({
    code: 'provider.base_url_refused',
    status: 422,
    detail: `This base URL cannot be used. ${why} An example is "https://api.openai.com/v1".`,
  });
}
