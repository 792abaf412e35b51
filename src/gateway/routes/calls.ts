import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { NodeRoute } from '../../platform/http/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { replyFor } from '../call-form.ts';
import { refuseOtherUseCase } from '../caller.ts';
import { readClientRequest } from '../client-request.ts';
import { type Dialect, dialects } from '../dialect.ts';
import { execute } from '../execute.ts';
import { Held } from '../holds/held.ts';
import type { GatewayParts } from '../parts.ts';
import { planPrompt } from '../plan-prompt.ts';
import { planRaw } from '../plan-raw.ts';
import { isPromptCall, promptCallOf } from '../prompt-call.ts';
import { readBody } from './body.ts';
import { anthropicModelList, modelList } from './models.ts';
import { receiptOf, wantsReceipt } from './receipt.ts';
import { asAnthropic, asOpenai, callerOf, type ErrorShape, sendJson, sendRefusal } from './reply.ts';
import { streamReply } from './stream.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;

/** An API that official clients call, under an address of its own. */
interface ClientApi {
  readonly name: string;
  readonly prefix: string;
  readonly shape: ErrorShape;
  readonly calls: Readonly<Partial<Record<Dialect, string>>>;
  models(parts: GatewayParts, principal: Principal): Promise<JsonObject>;
}

const apis: readonly ClientApi[] = [
  {
    name: 'OpenAI',
    prefix: '/openai/',
    shape: asOpenai,
    calls: { chat: 'chat/completions', responses: 'responses', embeddings: 'embeddings' },
    models: modelList,
  },
  {
    name: 'Anthropic',
    prefix: '/anthropic/',
    shape: asAnthropic,
    calls: { messages: 'messages', count_tokens: 'messages/count_tokens' },
    models: anthropicModelList,
  },
];

/** The addresses that official clients call. What we do not serve is refused, never passed on. */
export function clientRoutes(parts: GatewayParts): NodeRoute[] {
  return apis.flatMap((api) => routesOf(parts, api));
}

function routesOf(parts: GatewayParts, api: ClientApi): NodeRoute[] {
  const guarded =
    (handle: Handler): Handler =>
    async (request, response, requestId) => {
      // Where Anthropic's clients look for it; OpenAI's is set already.
      if (api.name === 'Anthropic') response.setHeader('request-id', requestId);
      try {
        await handle(request, response, requestId);
      } catch (error) {
        sendRefusal(parts, response, error, requestId, api.shape);
      }
    };
  const access = 'a key';
  const unknown = guarded(async () => {
    throw notFound();
  });
  const always = { path: api.prefix, access: 'anybody: always 404', handle: unknown };
  const calls = dialects.flatMap((dialect): NodeRoute[] => {
    const path = api.calls[dialect];
    if (path === undefined) return [];
    const handle = guarded((request, response) => call(parts, dialect, request, response));
    const id = `execution.create (${api.name} ${path})`;
    return [{ id, method: 'POST', path: `${api.prefix}v1/${path}`, access, handle }];
  });
  return [
    ...calls,
    {
      id: `model.list (${api.name})`,
      method: 'GET',
      path: `${api.prefix}v1/models`,
      access,
      handle: guarded(async (request, response) => {
        sendJson(response, 200, await api.models(parts, await callerOf(parts, request)));
      }),
    },
    { id: `${api.name}.unknown`, method: 'GET', ...always },
    { id: `${api.name}.unknown_post`, method: 'POST', ...always },
  ];
}

async function call(
  parts: GatewayParts,
  dialect: Dialect,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const principal = await callerOf(parts, request);
  const asked = readClientRequest(dialect, await readBody(request, parts.bodyLimitBytes));
  const useCase = useCaseOf(request);
  const plan = isPromptCall(asked)
    ? await planPrompt(parts, principal, promptCallOf(asked), dialect)
    : await planRaw(parts, principal, asked, { betas: betasOf(request), useCase });
  if (plan.prompt !== null) refuseOtherUseCase(useCase, plan.asked.context.useCase);
  const wanted = wantsReceipt(request);
  if (asked.stream) return streamReply(parts, plan, asked, response, wanted);
  const executed = await execute(parts, plan);
  if (executed instanceof Held) return sendJson(response, 202, executed.wire());
  const { execution, attempt, headers } = executed;
  response.setHeader('countersign-execution', execution.id);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const receipt = wanted ? await receiptOf(parts, principal.organization, execution.id) : undefined;
  if (receipt !== undefined) response.setHeader('countersign-receipt', receipt);
  if (attempt.problem !== null) throw attempt.problem;
  sendJson(response, 200, replyFor(dialect, plan.dialect, attempt.reply));
}

/** What the caller says that the call is for. @throws Problem `request.invalid` 400 */
function useCaseOf({ headers }: IncomingMessage): string | undefined {
  const said = headers['countersign-use-case'];
  if (said === undefined) return undefined;
  if (typeof said === 'string' && /^[a-z0-9][a-z0-9._-]{0,99}$/.test(said)) return said;
  throw new Problem({
    code: 'request.invalid',
    status: 400,
    detail: 'The header countersign-use-case names a use case, such as customer-support.',
  });
}

/** What a client of Anthropic's asks for beyond the version: names and commas, nothing else. */
function betasOf({ headers }: IncomingMessage): string | undefined {
  const betas = headers['anthropic-beta'];
  return typeof betas === 'string' && /^[A-Za-z0-9._, -]{1,500}$/.test(betas) ? betas : undefined;
}
