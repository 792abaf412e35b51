import type { IncomingMessage, ServerResponse } from 'node:http';
import { replyFor } from '../call-form.ts';
import { refuseOtherEnvironment, refuseOtherUseCase } from '../caller.ts';
import type { ClientRequest } from '../client-request.ts';
import { readContext } from '../context/context.ts';
import { traceparentOf } from '../context/trace.ts';
import { execute } from '../execute.ts';
import { Held } from '../holds/held.ts';
import type { GatewayParts } from '../parts.ts';
import { planPrompt } from '../plan-prompt.ts';
import { planRaw } from '../plan-raw.ts';
import { isPromptCall, promptCallOf } from '../prompt-call.ts';
import { readBody } from './body.ts';
import { receiptOf, wantsReceipt } from './receipt.ts';
import { callerOf, sendJson } from './reply.ts';
import { streamReply } from './stream.ts';

/** Answers a call of a model as an official client writes it, in that client's own words. `read` makes it of the body. */
export async function answerCall(
  parts: GatewayParts,
  request: IncomingMessage,
  response: ServerResponse,
  read: (text: string) => ClientRequest,
): Promise<void> {
  const context = readContext(request.headers);
  const principal = await callerOf(parts, request);
  const asked = read(await readBody(request, parts.bodyLimitBytes));
  const { dialect } = asked;
  const { useCase, environment } = context;
  const planned = isPromptCall(asked)
    ? await planPrompt(parts, principal, promptCallOf(asked), dialect)
    : await planRaw(parts, principal, asked, { betas: betasOf(request), useCase, environment });
  if (planned.prompt !== null) {
    refuseOtherUseCase(useCase, planned.asked.context.useCase);
    refuseOtherEnvironment(environment, planned.environment);
  }
  const plan = { ...planned, context };
  const wanted = wantsReceipt(request);
  if (asked.stream) return streamReply(parts, plan, asked, response, wanted);
  const executed = await execute(parts, plan);
  if (executed instanceof Held) return sendJson(response, 202, executed.wire());
  const { execution, attempt, headers } = executed;
  response.setHeader('countersign-execution', execution.id);
  response.setHeader('traceparent', traceparentOf(execution.id, execution.trace));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const receipt = wanted ? await receiptOf(parts, principal.organization, execution.id) : undefined;
  if (receipt !== undefined) response.setHeader('countersign-receipt', receipt);
  if (attempt.problem !== null) throw attempt.problem;
  sendJson(response, 200, replyFor(dialect, plan.dialect, attempt.reply));
}

/** What a client of Anthropic's asks for beyond the version: names and commas, nothing else. */
function betasOf({ headers }: IncomingMessage): string | undefined {
  const betas = headers['anthropic-beta'];
  return typeof betas === 'string' && /^[A-Za-z0-9._, -]{1,500}$/.test(betas) ? betas : undefined;
}
