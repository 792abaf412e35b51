import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import { executeStream, isUsageOnly } from '../execute-stream.ts';
import { isJsonObject } from '../json.ts';
import { type ChatRequest, openaiError } from '../openai.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { eventText } from '../server-sent-events.ts';
import { receiptOf } from './receipt.ts';

/**
 * Runs a plan as a stream of OpenAI's chunks. A refusal before the first chunk is an ordinary reply; a failure after it is an event with
 * an error, and no `[DONE]`. A receipt stands in a comment before the `[DONE]`. When the client goes away, the rest is read and recorded all the same.
 */
export async function streamChat(
  parts: GatewayParts,
  plan: Plan,
  asked: ChatRequest,
  response: ServerResponse,
  wantsReceipt: boolean,
): Promise<void> {
  const { id, chunks } = await executeStream(parts, plan);
  response.setHeader('countersign-execution', id);
  const { stream_options: options } = asked.members;
  const countsTokens = isJsonObject(options) && options.include_usage === true;
  // Nobody may keep an execution open by not reading: then the connection is cut, and the record is made without them.
  const patience = AbortSignal.timeout(parts.providerTimeoutMs);
  const send = async (data: string) => {
    if (!response.headersSent) begin(response);
    if (response.destroyed || response.write(eventText(data))) return;
    await Promise.race([
      once(response, 'drain', { signal: patience }),
      once(response, 'close', { signal: patience }),
    ]).catch(() => response.destroy());
  };
  try {
    for await (const chunk of chunks)
      if (countsTokens || !isUsageOnly(chunk)) await send(JSON.stringify(chunk));
  } catch (error) {
    if (!response.headersSent || !(error instanceof Problem)) throw error;
    const { status, code, detail } = error;
    await send(JSON.stringify(openaiError({ status, code, detail }) satisfies JsonObject));
    response.end();
    return;
  }
  // A comment of the stream, which clients pass over: headers are long gone when the outcome is durable.
  const receipt = wantsReceipt ? await receiptOf(parts, plan.principal.organization, id) : undefined;
  if (receipt !== undefined) response.write(`: countersign-receipt ${receipt}\n\n`);
  await send('[DONE]');
  response.end();
}

function begin(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
}
