import { type HostList, isListed } from '../../platform/host-list.ts';
import { isForbiddenHost } from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';

const longest = 500;

/**
 * Reads a witness's submission prefix: on a host that this server's operator listed, and nowhere a machine keeps its credentials (AT-49).
 * Without a slash at its end. Pure.
 * @throws Problem `witness.add.url_refused`, `witness.add.host_not_allowed` 422
 */
export function readWitnessUrl(text: string, hosts: HostList): string {
  const url = text.length <= longest && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('It must start with https:// or http:// and have at most 500 characters.');
  if (url.username !== '' || url.password !== '') throw refused('It must hold no name and no password.');
  if (url.hash !== '' || url.search !== '') throw refused('It must have no "?" and no "#".');
  if (isForbiddenHost(url.hostname)) throw refused('It names a link-local or metadata address.');
  if (!isListed(hosts, url))
    throw new Problem({
      code: 'witness.add.host_not_allowed',
      status: 422,
      detail:
        'A witness may not be at this host. Whoever runs this server can add it to COUNTERSIGN_WITNESS_HOSTS.',
    });
  return url.href.replace(/\/+$/, '');
}

function refused(why: string): Problem {
  return new Problem({
    code: 'witness.add.url_refused',
    status: 422,
    detail: `This address cannot be used. ${why} An example is "https://witness.example.com/w1".`,
  });
}
