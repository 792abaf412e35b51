import type { Principal } from '../../src/access/index.ts';
import type { House } from '../../src/server.ts';

/** What an operation takes, as a client would send it. */
export interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Calls operations of the API in this process, with a key like any client: the sample data take the roads that users take,
 * with validation, authorization and entries. Only the clock is ours, so that history lies in the past.
 */
export function insideClient(house: House, key: string) {
  return async (id: string, input: Input = {}): Promise<unknown> => {
    const operation = house.operations.find((candidate) => candidate.id === id);
    if (operation === undefined) throw new Error(`invariant: there is no operation ${id}`);
    const principal: Principal | undefined = await house.authenticate({
      method: operation.method.toUpperCase(),
      header: (name) => (name === 'authorization' ? `Bearer ${key}` : undefined),
    });
    if (principal === undefined) throw new Error('invariant: the sample key is valid');
    return operation.call({
      principal,
      params: input.params ?? {},
      query: input.query ?? {},
      body: input.body,
      requestId: 'req_demo',
      signal: AbortSignal.timeout(60_000),
    });
  };
}

export type InsideClient = ReturnType<typeof insideClient>;

/** A member of an answer, by path; a missing one is a bug of the demo. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  let here: unknown = value;
  for (const name of path)
    here = typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined;
  if (typeof here !== 'string') throw new Error(`invariant: the answer has no text at ${path.join('.')}`);
  return here;
}
