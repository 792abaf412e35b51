import { type HostList, isListed } from '../../../platform/host-list.ts';
import { remoteLimits } from './limits.ts';
import { remoteProblems } from './problems.ts';

/** Where a repository is: `https://git.example.com:8443/team/prompts.git`, and nothing else. */
export interface RemoteUrl {
  /** `https://git.example.com:8443` */
  readonly origin: string;
  /** `git.example.com:8443` */
  readonly host: string;
  /** `/team/prompts.git` */
  readonly path: string;
}

/**
 * Reads the address of a repository on a host of the list. What is checked is what will be connected to: the URL as it was understood,
 * not as it was written. Pure.
 * @throws Problem `library.import.git_bad_url`, `library.import.host_not_allowed` 422; neither repeats the address
 */
export function readRemoteUrl(text: string, hosts: HostList): RemoteUrl {
  const { badUrl, hostNotAllowed } = remoteProblems;
  if (text.length > remoteLimits.urlCharacters)
    throw badUrl(`it has over ${remoteLimits.urlCharacters} characters`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw badUrl('it must start with https:// or http://');
  if (url.username !== '' || url.password !== '')
    throw badUrl('it must hold no name and no password; give a token as token');
  if (/[?#]/.test(text)) throw badUrl('it must have no "?" and no "#"');
  const path = url.pathname.replace(/\/+$/, '');
  if (path === '') throw badUrl('it names a host and no repository');
  if (!isListed(hosts, url)) throw hostNotAllowed();
  return { origin: url.origin, host: url.host, path };
}

/**
 * Where a redirect of the first request leads: to the same host, not from https to http, and to the same question there
 * (gitprotocol-http: what is asked later is asked beside it). Undefined when it is not to be followed. Pure.
 */
export function followRedirect(from: RemoteUrl, location: string): RemoteUrl | undefined {
  if (
    location.length > remoteLimits.urlCharacters ||
    !URL.canParse(location, `${from.origin}${from.path}/info/refs`)
  )
    return undefined;
  const url = new URL(location, `${from.origin}${from.path}/info/refs`);
  const sameHost = url.host === from.host && url.username === '' && url.password === '';
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && from.origin.startsWith('http:'));
  const asked = url.pathname.endsWith('/info/refs') && url.search === advertisementQuery;
  if (!sameHost || !safe || !asked) return undefined;
  return { origin: url.origin, host: url.host, path: url.pathname.slice(0, -'/info/refs'.length) };
}

/** How git asks what a server can do (gitprotocol-http, "Smart Clients"). */
export const advertisementQuery = '?service=git-upload-pack';
