import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem.ts';

/** Headers that say who asks, of whom, and how the body is to be read: two of one kind are two answers to one question (AT-53). */
const onlyOnce: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'content-length',
  'transfer-encoding',
  'content-type',
  'content-encoding',
]);

/**
 * Refuses a request that names one of them twice: Node keeps the first and forgets the second, a proxy in between may do the opposite,
 * and then each of them sees another request.
 * @throws Problem `request.header_twice` (400)
 */
export function refuseSecondHeaders({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    if (!onlyOnce.has(name)) continue;
    if (seen.has(name))
      throw new Problem({
        code: 'request.header_twice',
        status: 400,
        detail: `The request has two ${name} headers. Send one.`,
      });
    seen.add(name);
  }
}
