import type { IncomingMessage } from 'node:http';
import { tooLarge } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';

/**
 * Reads a body as UTF-8 and never holds more than the limit: what is announced as larger is refused unread, what turns out larger is
 * refused at that byte.
 * Bytes that are not UTF-8 are refused, never replaced: what is recorded is what was sent.
 * @throws Problem `request.body_too_large` (413), `request.broken_off`, `request.not_json` (400)
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(piece)) continue;
      bytes += piece.length;
      if (bytes > limitBytes) throw tooLarge(limitBytes);
      pieces.push(piece);
    }
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem({
      code: 'request.broken_off',
      status: 400,
      detail: 'The body broke off before its end. Send it again.',
      cause,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch (cause) {
    throw new Problem({
      code: 'request.not_json',
      status: 400,
      detail: 'The body cannot be read. It is not UTF-8. Mend it and send it again.',
      cause,
    });
  }
}
