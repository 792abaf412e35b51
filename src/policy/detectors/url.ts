import { type HostList, isListed } from '../../platform/host-list.ts';
import { isForbiddenHost } from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';

const longest = 500;

/**
 * Reads where a detector is: on a host that this server's operator listed, and nowhere a machine keeps its credentials (AT-49). Pure.
 * @throws Problem `detector.create.url_refused`, `detector.create.host_not_allowed` 422
 */
export function readDetectorUrl(text: string, hosts: HostList): string {
  const url = text.length <= longest && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('It must start with https:// or http:// and have at most 500 characters.');
  if (url.username !== '' || url.password !== '')
    throw refused('It must hold no name and no password; the secret tells the detector who asks.');
  if (url.hash !== '') throw refused('It must have no "#".');
  if (isForbiddenHost(url.hostname)) throw refused('It names a link-local or metadata address.');
  if (!isListed(hosts, url))
    throw new Problem({
      code: 'detector.create.host_not_allowed',
      status: 422,
      detail:
        'A detector may not be at this host. Whoever runs this server can add it to COUNTERSIGN_DETECTOR_HOSTS.',
    });
  return url.href;
}

function refused(why: string): Problem {
  return new Problem({
    code: 'detector.create.url_refused',
    status: 422,
    detail: `This address cannot be used. ${why} An example is "https://detector.example.com/find".`,
  });
}
