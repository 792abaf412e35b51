import { Pool } from 'undici';

export interface Target {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Run {
  readonly requests: number;
  readonly seconds: number;
  /** Sorted, in milliseconds. */
  readonly latencies: readonly number[];
  /** Answers that were not whole, or not 200: what the first one said. */
  readonly failures: number;
  readonly firstFailure: string | undefined;
}

/**
 * Calls a target over `concurrency` connections, each with its next call as soon as the last one was answered whole, for so long.
 * `endsWith` is what a whole answer ends with.
 */
export async function runLoad(
  target: Target,
  body: string,
  { concurrency, milliseconds, endsWith }: { concurrency: number; milliseconds: number; endsWith: string },
): Promise<Run> {
  const pool = new Pool(target.origin, {
    connections: concurrency,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  const latencies: number[] = [];
  let failures = 0;
  let firstFailure: string | undefined;
  const started = performance.now();
  const until = started + milliseconds;
  const client = async () => {
    while (performance.now() < until) {
      const at = performance.now();
      const answer = await once(pool, target, body);
      if (answer.status === 200 && answer.tail.trimEnd().endsWith(endsWith))
        latencies.push(performance.now() - at);
      else {
        failures += 1;
        firstFailure ??= `${answer.status} ${answer.tail}`;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return {
    requests: latencies.length,
    seconds,
    latencies: latencies.toSorted((left, right) => left - right),
    failures,
    firstFailure,
  };
}

/** One call. Never rejects: what fails has the status 0. Only the end of the answer is kept. */
function once(pool: Pool, target: Target, body: string): Promise<{ status: number; tail: string }> {
  return new Promise((resolve) => {
    let status = 0;
    let tail: Buffer = Buffer.alloc(0);
    pool.dispatch(
      { path: target.path, method: 'POST', headers: target.headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: (_controller, piece) => {
          tail = piece.length < 64 ? Buffer.concat([tail, piece]).subarray(-400) : piece.subarray(-400);
        },
        onResponseEnd: () => resolve({ status, tail: tail.toString() }),
        onResponseError: (_controller, error) => resolve({ status: 0, tail: error.message }),
      },
    );
  });
}

export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((left, right) => left - right),
    0.5,
  );
}
