import { Problem } from '../problem.ts';

/** A key service outside: it keeps the key that wraps the master key, and never gives it away. */
export interface Kms {
  wrap(plain: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

const timeLimitMs = 10_000;
const context = 'countersign/master-key';

/**
 * A key service over HTTP: `POST URL/wrap {"plaintext", "context"}` answers `{"ciphertext"}`, `POST URL/unwrap {"ciphertext", "context"}`
 * answers `{"plaintext"}`, all in base64, with `Authorization: Bearer TOKEN` when a token is given. A few lines put it before any cloud's
 * service. Asked on start only.
 */
export function httpKms(url: string, token: string | undefined): Kms {
  const ask = async (verb: 'wrap' | 'unwrap', given: string, wanted: string, bytes: Uint8Array) => {
    const answer = await post(`${url.replace(/\/$/, '')}/${verb}`, token, {
      [given]: Buffer.from(bytes).toString('base64'),
      context,
    });
    const text = typeof answer === 'object' && answer !== null ? Reflect.get(answer, wanted) : undefined;
    if (typeof text !== 'string' || text === '') throw refused(url, `its answer has no ${wanted}`);
    return new Uint8Array(Buffer.from(text, 'base64'));
  };
  return {
    wrap: (plain) => ask('wrap', 'plaintext', 'ciphertext', plain),
    unwrap: (wrapped) => ask('unwrap', 'ciphertext', 'plaintext', wrapped),
  };
}

async function post(url: string, token: string | undefined, body: object): Promise<unknown> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const signal = AbortSignal.timeout(timeLimitMs);
    // A redirect would carry the master key to wherever it points.
    const request = {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    } as const;
    const response = await fetch(url, request);
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return await response.json();
  } catch (error) {
    throw refused(url, error instanceof Error ? error.message : 'it does not answer', error);
  }
}

function refused(url: string, why: string, cause?: unknown): Problem {
  return new Problem({
    code: 'settings.kms_failed',
    status: 503,
    detail: `The key service at ${new URL(url).origin} could not be asked for the master key (${why}). Check COUNTERSIGN_KMS_URL and its token, and start again.`,
    cause,
  });
}
