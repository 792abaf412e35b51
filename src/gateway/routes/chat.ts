import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NodeRoute } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import { execute } from '../execute.ts';
import { readChatRequest } from '../openai.ts';
import type { GatewayParts } from '../parts.ts';
import { planPrompt } from '../plan-prompt.ts';
import { planRaw } from '../plan-raw.ts';
import { isPromptCall, promptCallOf } from '../prompt-call.ts';
import { readBody } from './body.ts';
import { modelList } from './models.ts';
import { callerOf, sendJson, sendRefusal } from './openai-reply.ts';
import { receiptOf, wantsReceipt } from './receipt.ts';
import { streamChat } from './stream.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;

/** The addresses that OpenAI's own clients call. What we do not serve is refused, never passed on. */
export function openaiRoutes(parts: GatewayParts): NodeRoute[] {
  const guarded =
    (handle: Handler): Handler =>
    async (request, response, requestId) => {
      try {
        await handle(request, response, requestId);
      } catch (error) {
        sendRefusal(parts, response, error, requestId);
      }
    };
  const access = 'a key';
  const unknown = guarded(async () => {
    throw notFound();
  });
  return [
    {
      id: 'execution.create (OpenAI chat completions)',
      method: 'POST',
      path: '/openai/v1/chat/completions',
      access,
      handle: guarded((request, response) => chat(parts, request, response)),
    },
    {
      id: 'model.list (OpenAI)',
      method: 'GET',
      path: '/openai/v1/models',
      access,
      handle: guarded(async (request, response) => {
        sendJson(response, 200, await modelList(parts, await callerOf(parts, request)));
      }),
    },
    { id: 'openai.unknown', method: 'GET', path: '/openai/', access: 'anybody: always 404', handle: unknown },
    {
      id: 'openai.unknown_post',
      method: 'POST',
      path: '/openai/',
      access: 'anybody: always 404',
      handle: unknown,
    },
  ];
}

async function chat(parts: GatewayParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const principal = await callerOf(parts, request);
  const asked = readChatRequest(await readBody(request, parts.bodyLimitBytes));
  const plan = isPromptCall(asked)
    ? await planPrompt(parts, principal, promptCallOf(asked))
    : await planRaw(parts, principal, asked);
  const wanted = wantsReceipt(request);
  if (asked.stream) return streamChat(parts, plan, asked, response, wanted);
  const { execution, attempt } = await execute(parts, plan);
  response.setHeader('countersign-execution', execution.id);
  const receipt = wanted ? await receiptOf(parts, principal.organization, execution.id) : undefined;
  if (receipt !== undefined) response.setHeader('countersign-receipt', receipt);
  if (attempt.problem !== null) throw attempt.problem;
  sendJson(response, 200, attempt.reply);
}
