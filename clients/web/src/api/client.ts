import { ApiProblem, problemOf } from './problem.ts';

/** Asks the person to prove again who they are; true when they did. */
type AskForStepUp = (problem: ApiProblem) => Promise<boolean>;

let askForStepUp: AskForStepUp | undefined;

/** Who asks when the server wants a step-up before an act (`….step_up_needed`). The act is then tried once more, whatever it is. */
export function answerStepUps(ask: AskForStepUp | undefined): void {
  askForStepUp = ask;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Calls the API with the session's cookie. Throws `ApiProblem` for every refusal, and for a server that cannot be reached.
 * The answer's shape is the API's contract; the server checks what it sends.
 */
export async function call<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  try {
    return await callOnce(method, path, body, signal);
  } catch (error) {
    const wanted = error instanceof ApiProblem && error.wantsStepUp;
    if (!wanted || askForStepUp === undefined || !(await askForStepUp(error))) throw error;
    return callOnce(method, path, body, signal);
  }
}

async function callOnce<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await reach(path, {
    method,
    credentials: 'same-origin',
    headers:
      body === undefined
        ? { accept: 'application/json' }
        : { accept: 'application/json', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await refusal(response);
  if (response.status === 204) return JSON.parse('null');
  return await response.json();
}

/** An answer that comes in pieces: whoever calls reads it. Refusals as `call`; what `signal` aborts is stopped on the server too. */
export async function callStream(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
  const response = await reach(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'text/event-stream, application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

/** The exact bytes of an answer, for what is verified: a proof must be checked as it was sent. */
export async function callBytes(path: string): Promise<Uint8Array> {
  const response = await reach(path, { credentials: 'same-origin' });
  if (!response.ok) throw await refusal(response);
  return new Uint8Array(await response.arrayBuffer());
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({
      status: 0,
      code: 'network.unreachable',
      title: 'The server cannot be reached',
      detail: 'The server cannot be reached. Check your connection and try again; nothing was lost.',
      request: null,
    });
  }
}

async function refusal(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  return problemOf(response.status, parsed(text), response.headers.get('x-request-id'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Value = string | number | boolean | null | undefined;

/** Adds the members that have a value to a path, as its query. */
export function withQuery(path: string, members: Record<string, Value>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const get = <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  call('GET', path, undefined, signal);
export const post = <Answer>(path: string, body: unknown = {}): Promise<Answer> => call('POST', path, body);
export const patch = <Answer>(path: string, body: unknown): Promise<Answer> => call('PATCH', path, body);
export const put = <Answer>(path: string, body: unknown): Promise<Answer> => call('PUT', path, body);
export const remove = (path: string): Promise<unknown> => call('DELETE', path);
/** One segment of a path. */
export const segment = (text: string): string => encodeURIComponent(text);
