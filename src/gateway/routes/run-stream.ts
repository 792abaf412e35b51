import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import {
  drained,
  eventStreamHeaders,
  type NodeRoute,
  notSignedIn,
  readJson,
} from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import { eventsFor } from '../call-form.ts';
import { executeStream } from '../execute-stream.ts';
import type { Execution } from '../execution.ts';
import { Held } from '../holds/held.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import { withNames } from '../list.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { planPrompt } from '../plan-prompt.ts';
import { findExecution } from '../store/executions.ts';
import { readBody } from './body.ts';
import { factsOf, sendJson } from './reply.ts';
import { promptRun, runSchema } from './run-body.ts';

/**
 * `execution.create` as it is made, for whoever watches: server-sent events `text` (`{"text": …}`), then one `end` with the execution as
 * `execution.create` answers it. A refusal, and what is held, is an ordinary reply. When the client goes away, the call is stopped and
 * recorded as stopped. A browser's session may ask, from our own pages (AT-48).
 */
export function runStreamRoute(parts: GatewayParts): NodeRoute {
  return {
    id: 'execution.create (stream)',
    method: 'POST',
    path: '/api/v1/executions/stream',
    access: 'principals who may run the library’s prompts (execution.create)',
    handle: async (request, response) => {
      const principal = await parts.access.authenticate(factsOf(request));
      if (principal === undefined) throw notSignedIn();
      const body = await bodyOf(parts, request);
      const plan = await planPrompt(parts, principal, promptRun(body));
      await run(parts, principal, plan, response);
    },
  };
}

/** By the rules of every body of the API. */
async function bodyOf(parts: GatewayParts, request: IncomingMessage) {
  const text = await readBody(request, parts.bodyLimitBytes);
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const json = await readJson(
    new Request('http://localhost', { method: 'POST', headers, body: text }),
    parts.bodyLimitBytes,
  );
  const parsed = runSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Problem({
    code: 'request.invalid',
    status: 400,
    detail: `The body is not as this operation wants it: ${issue?.path.join('.')}: ${issue?.message ?? 'it cannot be read'}. See /api/docs.`,
  });
}

async function run(
  parts: GatewayParts,
  principal: Principal,
  plan: Plan,
  response: ServerResponse,
): Promise<void> {
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  const begun = await executeStream(parts, plan, leaving.signal);
  if (begun instanceof Held) return sendJson(response, 202, begun.wire());
  response.setHeader('countersign-execution', begun.id);
  const send = sender(response);
  let whole = '';
  let failure: unknown;
  try {
    for await (const { json } of eventsFor('chat', plan.dialect, begun.events)) {
      const text = textOf(json);
      whole += text;
      if (text !== '') await send('text', { text });
    }
  } catch (error) {
    failure = error;
  }
  const execution = await findExecution(parts.reader, principal.organization, begun.id);
  // Without one nothing began, and nothing was sent: it is a plain refusal.
  if (execution === undefined || (failure !== undefined && !(failure instanceof Problem))) {
    if (!response.headersSent) response.removeHeader('countersign-execution');
    throw failure;
  }
  await send('end', await endOf(parts, principal, execution, whole));
  response.end();
}

/** Never rejects: nobody may keep an execution open by not reading, and who has left is written to no more. */
function sender(response: ServerResponse) {
  return async (event: 'text' | 'end', data: object): Promise<void> => {
    if (response.destroyed) return;
    if (!response.headersSent) response.writeHead(200, eventStreamHeaders);
    // One line of JSON: what it quotes cannot end it or begin another (AT-52).
    if (response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) return;
    const patience = AbortSignal.timeout(30_000);
    await drained(response, patience);
  };
}

async function endOf(parts: GatewayParts, principal: Principal, execution: Execution, text: string) {
  const [wire] = await withNames(parts, principal, [execution]);
  return { ...wire, output: execution.problem === null ? { text, reply: null } : null };
}

/** What a chunk of a chat completion adds to the first answer. */
function textOf({ choices }: JsonObject): string {
  const first = isJsonArray(choices) ? choices[0] : undefined;
  const delta = isJsonObject(first) ? first.delta : undefined;
  return isJsonObject(delta) ? (stringMember(delta, 'content') ?? '') : '';
}
