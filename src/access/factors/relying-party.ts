import { isIP } from 'node:net';

/** Who asks for a passkey: the host that it is bound to, and the exact origin of the page. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

const loopback = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * Where passkeys work: at our configured address, and, when that is this very machine, also at `localhost`: WebAuthn binds credentials to
 * names, and `127.0.0.1` is none. Nowhere else, whatever a request says about its host. Pure.
 * @param origin what the page says it is
 */
export function relyingParty(address: string, origin: string | null): RelyingParty | undefined {
  const own = new URL(address);
  const asked = origin === null ? own : URL.canParse(origin) ? new URL(origin) : undefined;
  if (asked === undefined || (origin !== null && asked.origin !== origin)) return undefined;
  const aliased = loopback.includes(own.hostname) && asked.hostname === 'localhost';
  const same = asked.origin === own.origin;
  const alias = aliased && asked.port === own.port && asked.protocol === own.protocol;
  if (!same && !alias) return undefined;
  const { hostname } = asked;
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return undefined;
  if (asked.protocol !== 'https:' && hostname !== 'localhost') return undefined;
  return { id: hostname, origin: asked.origin };
}
