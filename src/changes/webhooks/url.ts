import { type HostList, isListed } from '../../platform/host-list.ts';
import { isForbiddenHost } from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';

const longest = 2_000;

/**
 * Reads where a webhook is to be sent: on a host that this server's operator listed, and nowhere a machine keeps its credentials (AT-49).
 * What is checked is the URL as it was understood, which is what is connected to. Pure.
 * @throws Problem `webhook.url_refused` 422, `webhook.host_not_allowed` 422
 */
export function readWebhookUrl(text: string, hosts: HostList): string {
  const url = text.length <= longest && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('It must start with https:// or http:// and have at most 2,000 characters.');
  if (url.username !== '' || url.password !== '')
    throw refused('It must hold no name and no password; the signature tells the receiver who sends.');
  if (url.hash !== '') throw refused('It must have no "#".');
  if (isForbiddenHost(url.hostname)) throw refused('It names a link-local or metadata address.');
  if (!isListed(hosts, url))
    throw new Problem({
      code: 'webhook.host_not_allowed',
      status: 422,
      detail:
        'Webhooks may not be sent to this host. Whoever runs this server can add it to COUNTERSIGN_WEBHOOK_HOSTS.',
    });
  return url.href;
}

function refused(why: string): Problem {
  return new Problem({
    code: 'webhook.url_refused',
    status: 422,
    detail: `This address cannot be used. ${why} An example is "https://hooks.example.com/countersign".`,
  });
}
