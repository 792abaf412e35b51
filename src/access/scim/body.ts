import type { JsonValue } from '../../platform/canonical-json.ts';
import { isStorable, parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { bad, ScimError } from './error.ts';

const limitBytes = 2_000_000;

/** A JSON body, never more of it than the limit. @throws ScimError 400, 413, 415 */
export async function readScimBody(request: Request): Promise<JsonValue> {
  if (!/^application\/(?:scim\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new ScimError(415, undefined, 'Send the body as application/scim+json.');
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    bytes += piece.length;
    if (bytes > limitBytes) throw new ScimError(413, undefined, `The body is over ${limitBytes} bytes.`);
    pieces.push(piece);
  }
  const value = parsed(Buffer.concat(pieces));
  if (!isStorable(value)) throw bad('invalidValue', 'A text in the body holds a NUL or half a character.');
  return value;
}

function parsed(bytes: Uint8Array): JsonValue {
  try {
    return parseUntrustedJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw bad('invalidSyntax', 'The body is not JSON that can be read.');
  }
}
