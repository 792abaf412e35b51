import { addresses } from './api.generated.ts';
import type { ActionName, AnswerOf, InputOf } from './operations.ts';

/** A refusal of the server: RFC 9457 with a stable `code`. The message is a sentence that says what to do next. */
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

/** A client of the API. Holds no state but its options; safe to share. */
export interface Client {
  /**
   * Calls an operation by its action name, e.g. `call('change.approve', { params: { change }, body })`.
   * @throws CountersignProblem for every refusal
   */
  call<Id extends ActionName>(id: Id, input: InputOf<Id>): Promise<AnswerOf<Id>>;
  /** Any address of the API, for what has no operation id. @throws CountersignProblem */
  get(path: string, query?: Readonly<Record<string, string | number | undefined>>): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  /** The body of a GET as it comes, for exports. @throws CountersignProblem */
  stream(path: string): Promise<ReadableStream<Uint8Array>>;
}

export function createClient(options: ClientOptions): Client {
  return {
    call: async (id, input) => {
      const [method, template] = addresses[id];
      const path = fillIn(template, input.params) + queryText(input.query);
      const response = await send(options, method, path, input.body);
      return parsed(response);
    },
    get: async (path, query) => parsed(await send(options, 'GET', path + queryText(query), undefined)),
    post: async (path, body) => parsed(await send(options, 'POST', path, body)),
    stream: async (path) => {
      const { body } = await send(options, 'GET', path, undefined);
      if (body === null) throw new CountersignProblem('client.no_body', 502, 'The server sent no body.', '');
      return body;
    },
  };
}

/** The answer as the server typed it: the types come from the schemas that the server checks its own answers against. */
async function parsed(response: Response) {
  return response.status === 204 ? undefined : JSON.parse(await response.text());
}

/** Members of something whose members are not known by type. */
function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function fillIn(template: string, params: unknown): string {
  let path = template;
  for (const [name, value] of entriesOf(params))
    path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
  return path;
}

function queryText(query: unknown): string {
  const given = new URLSearchParams();
  for (const [name, value] of entriesOf(query)) if (value !== undefined) given.set(name, String(value));
  const text = given.toString();
  return text === '' ? '' : `?${text}`;
}

async function send(options: ClientOptions, method: string, path: string, body: unknown): Promise<Response> {
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
  const document = new Map(entriesOf(await response.json().catch(() => undefined)));
  const text = (name: string): string => {
    const found = document.get(name);
    return typeof found === 'string' ? found : '';
  };
  const detail = text('detail') || `The server answered ${response.status} without saying why.`;
  return new CountersignProblem(
    text('code') || 'client.unexpected_answer',
    response.status,
    detail,
    text('request'),
  );
}
