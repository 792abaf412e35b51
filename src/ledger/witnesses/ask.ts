import { Client } from 'undici';
import { guardedLookup } from '../../platform/outgoing-address.ts';

/** What somebody answered; `error` says why there is no answer. */
export type Asked =
  | { readonly status: number; readonly type: string; readonly text: string; readonly error?: undefined }
  | { readonly error: string };

const timeoutMs = 5_000;
const mostBytes = 65_536;

/**
 * Asks a witness: one connection, its name resolved once and refused when it leads to a forbidden address, no redirects, limits of time and
 * size (AT-49). Never throws.
 */
export async function ask(method: 'GET' | 'POST', url: string, body?: string): Promise<Asked> {
  const { origin, pathname } = new URL(url);
  const client = new Client(origin, {
    allowH2: false,
    maxHeaderSize: 16_384,
    connect: { timeout: timeoutMs, lookup: guardedLookup },
  });
  try {
    const answer = await client.request({
      method,
      path: pathname,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'Countersign' },
      body: body ?? null,
      signal: AbortSignal.timeout(timeoutMs),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const { 'content-type': type = '' } = answer.headers;
    return { status: answer.statusCode, type: String(type), text: await textOf(answer.body) };
  } catch (error) {
    return { error: whatWentWrong(error) };
  } finally {
    await client.destroy().catch(() => undefined);
  }
}

async function textOf(body: AsyncIterable<unknown>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    if (!(piece instanceof Uint8Array)) continue;
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error(`answers with over ${mostBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function whatWentWrong(error: unknown): string {
  if (!(error instanceof Error)) return 'cannot be reached';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return `cannot be reached (${(code ?? error.message).slice(0, 100)})`;
}
