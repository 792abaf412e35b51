import { type HostList, isListed } from '../../platform/host-list.ts';
import { isForbiddenHost } from '../../platform/outgoing-address.ts';
import { Problem } from '../../platform/problem.ts';
import type { TargetKind } from './target.ts';

const longest = 2_000;
/** RFC 5425 §4.1. */
const syslogPort = '6514';
const here = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Reads where a target is: on a host that this server's operator listed, and nowhere a machine keeps its credentials (AT-49). Over TLS, except
 * on this machine. What is checked is the address as it was understood, which is what is connected to. Pure.
 * @throws Problem `export_target.url_refused`, `export_target.host_not_allowed` 422
 */
export function readTargetUrl(kind: TargetKind, text: string, hosts: HostList): string {
  if (text.length > longest) throw refused(kind, 'It has more than 2,000 characters.');
  const url = kind === 'syslog' ? syslogUrl(text) : httpUrl(kind, text);
  if (url.username !== '' || url.password !== '') throw refused(kind, 'A credential belongs in the header.');
  if (url.hash !== '') throw refused(kind, 'It must have no "#".');
  if (isForbiddenHost(url.hostname)) throw refused(kind, 'It names a link-local or metadata address.');
  if (!listed(kind, hosts, url))
    throw new Problem({
      code: 'export_target.host_not_allowed',
      status: 422,
      detail:
        'The log may not be sent to this host. Whoever runs this server can add it to COUNTERSIGN_EXPORT_HOSTS.',
    });
  return kind === 'syslog' ? `tls://${url.host}` : url.href;
}

/** `tls:` is no scheme that a URL understands as it does https: what hides in a host would stay hidden. */
function syslogUrl(text: string): URL {
  const [, place] = /^tls:\/\/([^/?#\\]+)\/?$/.exec(text) ?? [];
  const known =
    place === undefined || !URL.canParse(`https://${place}`) ? undefined : new URL(`https://${place}`);
  if (known === undefined) throw refused('syslog', 'It must be tls:// with a host and a port.');
  if (known.port === '' && !place?.endsWith(':443')) known.port = syslogPort;
  return known;
}

function httpUrl(kind: TargetKind, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused(kind, 'It must start with https://.');
  if (url.protocol === 'http:' && !here.has(url.hostname))
    throw refused(kind, 'Outside this machine the log goes out encrypted only: it must start with https://.');
  if (kind === 'otlp' && url.pathname === '/') url.pathname = '/v1/traces';
  return url;
}

const listed = (kind: TargetKind, hosts: HostList, url: URL): boolean =>
  kind === 'syslog'
    ? hosts.includes(`${url.hostname}:${url.port || '443'}`) ||
      (url.port === syslogPort && hosts.includes(url.hostname))
    : isListed(hosts, url);

const examples = {
  syslog: 'tls://siem.example.com:6514',
  otlp: 'https://collector.example.com:4318',
  https: 'https://siem.example.com/events',
} as const;

function refused(kind: TargetKind, why: string): Problem {
  return new Problem({
    code: 'export_target.url_refused',
    status: 422,
    detail: `This address cannot be used. ${why} An example is "${examples[kind]}".`,
  });
}
