import { Client } from 'undici';
import { guardedLookup } from './outgoing-address.ts';

export interface Posted {
  readonly status: number | null;
  readonly answer: string;
  readonly error: string | null;
}

const connectMs = 5_000;
export const postTimeoutMs = 10_000;
/** Of an answer that is only shown to people. */
const shownBytes = 500;

export interface PostLimits {
  /** How much of the answer is read. */
  readonly answerBytes?: number;
  readonly timeoutMs?: number;
  /** Who the receiver's certificate must come from, in PEM, instead of the authorities that the machine knows. */
  readonly ca?: string | undefined;
  /** Breaks it off. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends one body to one URL: one connection, its name resolved once and refused when it leads to a forbidden address, no redirects, a limit on
 * time and on what is read of the answer (AT-49). Never throws: what went wrong is in the answer.
 */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { timeoutMs = postTimeoutMs, ca, signal, answerBytes = shownBytes }: PostLimits = {},
): Promise<Posted> {
  const { origin, pathname, search } = new URL(url);
  const client = new Client(origin, {
    allowH2: false,
    maxHeaderSize: 16_384,
    connect: {
      timeout: Math.min(connectMs, timeoutMs),
      lookup: guardedLookup,
      ...(ca === undefined ? {} : { ca }),
    },
  });
  try {
    const answer = await client.request({
      method: 'POST',
      path: `${pathname}${search}`,
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    return { status: answer.statusCode, answer: await beginningOf(answer.body, answerBytes), error: null };
  } catch (error) {
    return { status: null, answer: '', error: whatWentWrong(error, timeoutMs) };
  } finally {
    await client.destroy().catch(() => undefined);
  }
}

/** The first bytes of an answer as text that any table takes. What comes after them is not read. */
async function beginningOf(body: AsyncIterable<unknown>, answerBytes: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of body) {
      if (!(piece instanceof Uint8Array)) continue;
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= answerBytes) break;
    }
  } catch {
    // The status decided already; an answer that breaks off is shown as far as it came.
  }
  const text = Buffer.concat(pieces).subarray(0, answerBytes).toString('utf8');
  return text.replaceAll(/[\p{Cc}\p{Cf}\uFFFD]/gu, ' ').trim();
}

function whatWentWrong(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return (code ?? error.message).slice(0, 200);
}
