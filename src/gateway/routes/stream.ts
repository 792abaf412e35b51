import type { ServerResponse } from 'node:http';
import { drained, eventStreamHeaders } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import { eventsFor } from '../call-form.ts';
import type { ClientRequest } from '../client-request.ts';
import { traceparentOf } from '../context/trace.ts';
import { executeStream, isUsageOnly } from '../execute-stream.ts';
import { Held } from '../holds/held.ts';
import { isJsonObject } from '../json.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { receiptOf } from './receipt.ts';
import { sendJson } from './reply.ts';
import { shapes } from './shapes.ts';

/**
 * Runs a plan as a stream in the client's dialect. A refusal before the first event is an ordinary reply; a failure after it is an event
 * with an error, and nothing that looks like an end. A receipt stands in a comment at the end. When the client goes away, the rest is read
 * and recorded all the same.
 */
export async function streamReply(
  parts: GatewayParts,
  plan: Plan,
  asked: ClientRequest,
  response: ServerResponse,
  wantsReceipt: boolean,
): Promise<void> {
  const begun = await executeStream(parts, plan);
  if (begun instanceof Held) return sendJson(response, 202, begun.wire());
  const { id, events, headers, rateHeaders } = begun;
  response.setHeader('countersign-execution', id);
  response.setHeader('traceparent', traceparentOf(id, plan.context?.trace ?? null));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const shape = shapes[asked.dialect];
  const { stream_options: options } = asked.members;
  const hidesTokens = asked.dialect === 'chat' && !(isJsonObject(options) && options.include_usage === true);
  // Nobody may keep an execution open by not reading: then the connection is cut, and the record is made without them.
  const patience = AbortSignal.timeout(parts.providerTimeoutMs);
  const send = async (text: string) => {
    if (!response.headersSent) begin(response, rateHeaders());
    if (response.destroyed || response.write(text)) return;
    await drained(response, patience);
  };
  try {
    for await (const event of eventsFor(asked.dialect, plan.dialect, events))
      if (!hidesTokens || !isUsageOnly(event.json)) await send(shape.event(event));
  } catch (error) {
    if (!response.headersSent)
      for (const [name, value] of Object.entries(rateHeaders())) response.setHeader(name, value);
    if (!response.headersSent || !(error instanceof Problem)) throw error;
    await send(shape.brokenOff(error));
    response.end();
    return;
  }
  // A comment of the stream, which clients pass over: headers are long gone when the outcome is durable.
  const receipt = wantsReceipt ? await receiptOf(parts, plan.principal.organization, id) : undefined;
  if (receipt !== undefined) response.write(`: countersign-receipt ${receipt}\n\n`);
  if (shape.end !== '') await send(shape.end);
  response.end();
}

function begin(response: ServerResponse, more: Readonly<Record<string, string>>): void {
  response.writeHead(200, { ...more, ...eventStreamHeaders });
}
