import type { JsonValue } from '../canonical-json.ts';
import { Problem } from '../problem.ts';
import { isStorable, parseUntrustedJson } from '../untrusted-json.ts';

/**
 * Reads a JSON body and never holds more than the limit: what is announced as larger is refused unread, what turns out larger is
 * refused at that byte.
 * @throws Problem `request.not_json` 415 and 400, `request.body_too_large` 413, `request.broken_off` 400, `request.invalid` 400
 */
export async function readJson(request: Request, limitBytes: number): Promise<JsonValue> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem({
      code: 'request.not_json',
      status: 415,
      detail: 'Send the body as JSON with "content-type: application/json".',
    });
  const value = parsed(await readBytes(request, limitBytes));
  if (!isStorable(value))
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail:
        'A text in the body holds a NUL or half a character (a lone surrogate), which cannot be kept. Remove it.',
    });
  return value;
}

/** The refusal of a body over the limit. */
export function tooLarge(limitBytes: number): Problem {
  return new Problem({
    code: 'request.body_too_large',
    status: 413,
    detail: `The body is over the limit of ${limitBytes} bytes. Send less, or ask an operator to raise COUNTERSIGN_BODY_LIMIT_BYTES.`,
  });
}

async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of request.body ?? []) {
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
  return Buffer.concat(pieces);
}

/** Bytes that are not UTF-8 are refused, never replaced: what is kept is what was sent. */
function parsed(bytes: Uint8Array): JsonValue {
  try {
    return parseUntrustedJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? cause.message : 'It is not UTF-8.';
    throw new Problem({
      code: 'request.not_json',
      status: 400,
      detail: `The body cannot be read. ${why} Mend it and send it again.`,
      cause,
    });
  }
}
