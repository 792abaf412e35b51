import type { Dispatcher, Pool } from 'undici';
import { saidIn } from '../hearing.ts';
import type { ProviderCall } from '../provider.ts';

export interface WholeAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const decoder = new TextDecoder();

/**
 * Sends a request and reads the answer to its end, on undici's lowest road: no streams, no signals of their own for each call.
 * @throws what undici throws; a `DOMException` named `AbortError` or `TimeoutError` when `signal` or the time says so
 */
export function wholeAnswer(
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  { signal, timeoutMs, heard }: Pick<ProviderCall, 'signal' | 'timeoutMs' | 'heard'>,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let broken: Error | undefined;
    let answer: Pick<WholeAnswer, 'statusCode' | 'headers'> = { statusCode: 0, headers: {} };
    const pieces: Buffer[] = [];
    const breakOff = (error: Error) => {
      broken ??= error;
      controller?.abort(broken);
      if (controller === undefined) end(() => reject(error));
    };
    const interrupted = () => breakOff(new DOMException('It was interrupted.', 'AbortError'));
    const timer = setTimeout(
      () => breakOff(new DOMException('It took too long.', 'TimeoutError')),
      timeoutMs,
    );
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupted);
      settle();
    };
    if (signal.aborted) interrupted();
    else signal.addEventListener('abort', interrupted, { once: true });
    pool.dispatch(request, {
      onRequestStart: (given) => {
        controller = given;
        if (broken !== undefined) given.abort(broken);
      },
      onResponseStart: (_, statusCode, headers) => {
        answer = { statusCode, headers };
        heard?.(saidIn(headers));
      },
      onResponseData: (_, piece) => {
        pieces.push(piece);
      },
      onResponseEnd: () => end(() => resolve({ ...answer, text: decoder.decode(Buffer.concat(pieces)) })),
      onResponseError: (_, error) => end(() => reject(broken ?? error)),
    });
  });
}
