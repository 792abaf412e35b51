/** A refusal of the server: RFC 9457 with a stable `code`. */
export class CountersignProblem extends Error {
  readonly code: string;
  readonly status: number;
  /** The request's id, to quote to an operator. */
  readonly request: string;

  constructor(code: string, status: number, detail: string, request: string) {
    super(detail);
    this.name = 'CountersignProblem';
    this.code = code;
    this.status = status;
    this.request = request;
  }
}

export interface ClientOptions {
  /** Where the server is, e.g. `http://127.0.0.1:4180`. */
  readonly address: string;
  /** A key: `cs_live_…`. */
  readonly key: string;
  readonly fetch?: typeof fetch;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A thin client of the API: one method a verb of HTTP, answers as parsed JSON, refusals as `CountersignProblem`. */
export interface Client {
  get(path: string, query?: Query): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<void>;
  /** The body as it comes, for exports. */
  stream(path: string): Promise<ReadableStream<Uint8Array>>;
}

/** Makes a client. Holds no state but its options; safe to share. */
export function createClient(options: ClientOptions): Client {
  const call = (method: string, path: string, body?: unknown) => send(options, method, path, body);
  return {
    get: async (path, query) => (await call('GET', `${path}${queryText(query)}`)).json(),
    post: async (path, body) => {
      const response = await call('POST', path, body);
      return response.status === 204 ? undefined : response.json();
    },
    delete: async (path) => {
      await call('DELETE', path);
    },
    stream: async (path) => {
      const { body } = await call('GET', path);
      if (body === null) throw new CountersignProblem('client.no_body', 502, 'The server sent no body.', '');
      return body;
    },
  };
}

async function send(options: ClientOptions, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await (options.fetch ?? fetch)(new URL(path, options.address), {
    method,
    headers: {
      authorization: `Bearer ${options.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response: Response): Promise<CountersignProblem> {
  const document: unknown = await response.json().catch(() => undefined);
  const read = (name: string): string => {
    if (typeof document !== 'object' || document === null) return '';
    const found: unknown = Reflect.get(document, name);
    return typeof found === 'string' ? found : '';
  };
  const detail = read('detail') || `The server answered ${response.status} without saying why.`;
  return new CountersignProblem(
    read('code') || 'client.unexpected_answer',
    response.status,
    detail,
    read('request'),
  );
}

function queryText(query: Query | undefined): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given}`;
}
