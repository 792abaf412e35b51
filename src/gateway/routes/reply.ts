import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { databaseAway } from '../../platform/db/index.ts';
import { notSignedIn, type RequestFacts } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import { anthropicError } from '../anthropic.ts';
import { googleError } from '../google.ts';
import { openaiError } from '../openai.ts';
import type { GatewayParts } from '../parts.ts';

/**
 * Who calls, from a key alone: a browser's session is for the API, so a foreign page cannot make one run a model. An app may say on whose
 * behalf; that counts with the person's consent only.
 * @throws Problem `execution.on_behalf_of_refused` 403
 */
export async function callerOf(parts: GatewayParts, request: IncomingMessage): Promise<Principal> {
  const facts = factsOf(request);
  const principal = await parts.access.authenticate({
    ...facts,
    header: (name) => (name === 'cookie' ? undefined : facts.header(name)),
  });
  if (principal === undefined) throw notSignedIn();
  const named = request.headers['countersign-on-behalf-of'];
  if (named === undefined) return principal;
  const acting =
    typeof named === 'string' ? await parts.access.onBehalfOf(principal, named.trim()) : undefined;
  if (acting === undefined) throw onBehalfOfRefused();
  return acting;
}

/** What authentication reads of a raw request. */
export function factsOf(request: IncomingMessage): RequestFacts {
  return {
    method: request.method ?? 'GET',
    peer: request.socket.remoteAddress,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/** The same for somebody unknown, somebody who left, and somebody who has not consented (AT-44). */
function onBehalfOfRefused(): Problem {
  return new Problem({
    code: 'execution.on_behalf_of_refused',
    status: 403,
    detail:
      'An app acts on behalf of a person only with their consent, which there is none of. They give it under Your account; or leave the header countersign-on-behalf-of out.',
  });
}

export function sendJson(response: ServerResponse, status: number, body: JsonObject): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly param: string | null;
}

/** Makes a refusal's body in the words of whose API it is. */
export type ErrorShape = (refusal: Refusal, requestId: string) => JsonObject;

export const asOpenai: ErrorShape = (refusal) => openaiError(refusal);

export const asGoogle: ErrorShape = (refusal) => googleError(refusal);

export const asAnthropic: ErrorShape = (refusal, requestId) => anthropicError(refusal, requestId);

/** Sends a refusal in the API's own shape; a bug as a plain 500 that only names the request. */
export function sendRefusal(
  parts: GatewayParts,
  response: ServerResponse,
  thrown: unknown,
  requestId: string,
  shape: ErrorShape,
): void {
  const error = databaseAway(thrown) ?? thrown;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof Problem) {
    if (error.retryAfterSeconds !== undefined)
      response.setHeader('retry-after', String(error.retryAfterSeconds));
    // What is left of a refused body is not read, so the connection cannot be used again.
    if (error.status === 413) response.setHeader('connection', 'close');
    sendJson(response, error.status, shape({ ...facts(error), param: paramOf(error) }, requestId));
    return;
  }
  parts.log.error({ err: error, request: requestId }, 'a gateway call failed');
  const detail = `Something broke on our side. Nothing was released. Try again, or give an operator the request id ${requestId}.`;
  sendJson(response, 500, shape({ status: 500, code: 'internal.error', detail, param: null }, requestId));
}

function facts({ status, code, detail }: Problem) {
  return { status, code, detail };
}

function paramOf(problem: Problem): string | null {
  const { param } = problem.more;
  return typeof param === 'string' ? param : null;
}
