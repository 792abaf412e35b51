import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { newId } from '../id.ts';
import type { Log } from '../log.ts';
import { notFound, Problem } from '../problem.ts';
import { InvalidInput, type Operation } from './operation.ts';
import type { FetchRoute, RequestFacts } from './route.ts';
import { problemReply } from './server.ts';

type Env = { Variables: { requestId: string } };

export interface ApiParts<Principal> {
  readonly operations: readonly Operation<Principal>[];
  readonly fetchRoutes: readonly FetchRoute[];
  /** Who is calling, or undefined without a valid credential. May throw a `Problem`. */
  readonly authenticate: (facts: RequestFacts) => Promise<Principal | undefined>;
  readonly bodyLimitBytes: number;
  readonly log: Log;
  /** Everything that is neither API nor raw route: the web app. */
  readonly page: (request: Request) => Promise<Response>;
  readonly publicRoutes: readonly { readonly path: string; reply(): Promise<Response> }[];
}

/** Puts operations, foreign handlers and pages behind one `fetch`. The only file that knows the HTTP framework, with `server.ts`. */
export function createApi<Principal>(
  parts: ApiParts<Principal>,
): (request: Request) => Response | Promise<Response> {
  const app = new Hono<Env>();
  app.use(async (context, next) => {
    const requestId = newId('req');
    context.set('requestId', requestId);
    await next();
    context.res.headers.set('x-request-id', requestId);
  });
  app.onError((error, context) => replyError(error, context, parts.log));
  for (const route of parts.fetchRoutes)
    app.all(`${route.prefix}*`, (context) => route.handle(context.req.raw));
  for (const route of parts.publicRoutes) app.get(route.path, () => route.reply());
  const limit = bodyLimit({
    maxSize: parts.bodyLimitBytes,
    onError: () => {
      throw tooLarge(parts.bodyLimitBytes);
    },
  });
  for (const operation of parts.operations)
    app.on(operation.method.toUpperCase(), honoPath(operation.path), limit, (context) =>
      answer(operation, parts, context),
    );
  app.all('/api/*', () => {
    throw notFound();
  });
  app.get('*', (context) => parts.page(context.req.raw));
  app.notFound(() => {
    throw notFound();
  });
  return (request) => app.fetch(request);
}

/** The refusal of a body over the limit. */
export function tooLarge(limitBytes: number): Problem {
  return new Problem({
    code: 'request.body_too_large',
    status: 413,
    detail: `The body is over the limit of ${limitBytes} bytes. Send less, or ask an operator to raise COUNTERSIGN_BODY_LIMIT_BYTES.`,
  });
}

/** The refusal of a call without a valid credential. */
export function notSignedIn(): Problem {
  return new Problem({
    code: 'session.required',
    status: 401,
    detail:
      'Sign in, or send a key as "Authorization: Bearer cs_live_…". The credential is missing, wrong, expired or revoked.',
  });
}

function replyError(error: Error, context: Context<Env>, log: Log): Response {
  const requestId = context.get('requestId');
  const refusal = error instanceof InvalidInput ? invalidInput(error) : error;
  if (!(refusal instanceof Problem))
    log.error({ err: error, request: requestId, path: context.req.path }, 'a request failed');
  const { status, body, headers } = problemReply(refusal, requestId);
  return new Response(body, { status, headers });
}

function invalidInput(error: InvalidInput): Problem {
  const first = error.issues[0];
  const at = first?.path ? `${first.path}: ` : '';
  return new Problem({
    code: 'request.invalid',
    status: 400,
    detail: `The ${error.where} is not as this operation wants it: ${at}${first?.message ?? 'it cannot be read'}. See /api/docs.`,
    more: { issues: error.issues },
  });
}

async function answer<Principal>(
  operation: Operation<Principal>,
  parts: ApiParts<Principal>,
  context: Context<Env>,
): Promise<Response> {
  const principal = await parts.authenticate({
    method: context.req.method,
    header: (name) => context.req.header(name),
  });
  if (principal === undefined) throw notSignedIn();
  const value = await operation.call({
    principal,
    params: context.req.param(),
    query: singleValues(context.req.queries()),
    body: operation.bodySchema === undefined ? undefined : await readJson(context),
    requestId: context.get('requestId'),
    signal: context.req.raw.signal,
  });
  if (operation.answerStatus === 204) return new Response(null, { status: 204 });
  return Response.json(value, { status: operation.answerStatus, headers: { 'cache-control': 'no-store' } });
}

function singleValues(queries: Record<string, string[]>): Record<string, string> {
  const single: Record<string, string> = Object.create(null);
  for (const [name, values] of Object.entries(queries)) {
    const [value, second] = values;
    if (second !== undefined)
      throw new Problem({
        code: 'request.invalid',
        status: 400,
        detail: `The query names ${name} twice. Send it once.`,
      });
    if (value !== undefined) single[name] = value;
  }
  return { ...single };
}

async function readJson(context: Context<Env>): Promise<unknown> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json\b/i.test(type))
    throw new Problem({
      code: 'request.not_json',
      status: 415,
      detail: 'Send the body as JSON with "content-type: application/json".',
    });
  const text = await context.req.text();
  try {
    return JSON.parse(text, refusePrototypeKeys);
  } catch (cause) {
    throw new Problem({
      code: 'request.not_json',
      status: 400,
      detail: 'The body is not valid JSON. Check it and send it again.',
      cause,
    });
  }
}

/** AT-58: a member that could reach a prototype is refused, not ignored. */
function refusePrototypeKeys(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('a member is named __proto__');
  return value;
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
