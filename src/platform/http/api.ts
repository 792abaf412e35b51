import { type Context, Hono } from 'hono';
import { newId } from '../id.ts';
import type { Log } from '../log.ts';
import { notFound, Problem } from '../problem.ts';
import { isStorableText } from '../untrusted-json.ts';
import { readJson } from './json-body.ts';
import { Accepted, InvalidInput, type Operation } from './operation.ts';
import type { FetchRoute, RequestFacts } from './route.ts';
import { problemReply } from './server.ts';

type Env = { Bindings: { peer: string | undefined }; Variables: { requestId: string } };

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

/** @param peer the other end of the connection, where there is one */
export type FetchApi = (request: Request, peer?: string) => Response | Promise<Response>;

/** Puts operations, foreign handlers and pages behind one `fetch`. The only file that knows the HTTP framework, with `server.ts`. */
export function createApi<Principal>(parts: ApiParts<Principal>): FetchApi {
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
  for (const operation of parts.operations)
    app.on(operation.method.toUpperCase(), honoPath(operation.path), (context) =>
      answer(operation, parts, context),
    );
  app.all('/api/*', () => {
    throw notFound();
  });
  app.get('*', (context) => parts.page(context.req.raw));
  app.notFound(() => {
    throw notFound();
  });
  return (request, peer) => app.fetch(request, { peer });
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
    peer: context.env.peer,
    header: (name) => context.req.header(name),
  });
  if (principal === undefined) throw notSignedIn();
  const value = await operation.call({
    principal,
    params: storableParams(context.req.param()),
    query: singleValues(context.req.queries()),
    body:
      operation.bodySchema === undefined ? undefined : await readJson(context.req.raw, parts.bodyLimitBytes),
    requestId: context.get('requestId'),
    signal: context.req.raw.signal,
  });
  if (value instanceof Accepted)
    return Response.json(value.value, { status: 202, headers: { 'cache-control': 'no-store' } });
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
    if (value === undefined) continue;
    if (!isStorableText(name) || !isStorableText(value))
      throw new Problem({
        code: 'request.invalid',
        status: 400,
        detail: 'The query holds a NUL, which no name or text can. Remove it.',
      });
    single[name] = value;
  }
  return { ...single };
}

/** What holds a NUL names nothing, and PostgreSQL would not even look. */
function storableParams(params: Record<string, string>): Record<string, string> {
  if (!Object.values(params).every(isStorableText)) throw notFound();
  return params;
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
