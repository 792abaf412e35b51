import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { NodeRoute } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import { readClientRequest } from '../client-request.ts';
import { type Dialect, dialects } from '../dialect.ts';
import type { GatewayParts } from '../parts.ts';
import { answerCall } from './answer.ts';
import { googleRoutes } from './google.ts';
import { anthropicModelList, modelList } from './models.ts';
import { asAnthropic, asOpenai, callerOf, type ErrorShape, sendJson, sendRefusal } from './reply.ts';

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
  return [...apis.flatMap((api) => routesOf(parts, api)), ...googleRoutes(parts)];
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
    const handle = guarded((request, response) =>
      answerCall(parts, request, response, (text) => readClientRequest(dialect, text)),
    );
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
