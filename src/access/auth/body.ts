import { Problem } from '../../platform/problem.ts';

const limitBytes = 16_384;

/** Reads a small JSON body, and stops reading one that is not small: this route is open to everybody. */
export async function readSmallJson(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem({
      code: 'request.not_json',
      status: 415,
      detail: 'Send the body as JSON with "content-type: application/json".',
    });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limitBytes)
      throw new Problem({
        code: 'request.body_too_large',
        status: 413,
        detail: `The body is over the limit of ${limitBytes} bytes. Send the e-mail address and the password only.`,
      });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new Problem({
      code: 'request.not_json',
      status: 400,
      detail: 'The body is not valid JSON. Check it and send it again.',
      cause,
    });
  }
}
