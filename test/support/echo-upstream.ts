import { once } from 'node:events';
import { createServer } from 'node:http';

/** A provider that says what it is told, one character at a time where it streams. Markers become data that was not in the question. */
export interface EchoUpstream {
  readonly baseUrl: string;
  /** The bodies that it got, newest last. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export interface Asked {
  readonly path: string;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export const marked: Readonly<Record<string, string>> = {
  '<<email>>': 'jane@acme.com',
  '<<iban>>': 'DE89370400440532013000',
  '<<card>>': '4111 1111 1111 1111',
};

/** The last thing that is said in a body, whatever its dialect. */
function lastText(body: Asked['body']): string {
  let last = '';
  JSON.stringify(body.messages ?? body.input ?? '', (name, value: unknown) => {
    const isText = ['content', 'text', 'input', ''].includes(name) && typeof value === 'string';
    if (isText) last = value;
    return value;
  });
  return Object.entries(marked).reduce((text, [marker, data]) => text.replaceAll(marker, data), last);
}

type Json = Readonly<Record<string, unknown>>;

function replyTo(path: string, model: unknown, text: string): Json {
  const usage = { input_tokens: 3, output_tokens: 5 };
  if (path.endsWith('/count_tokens')) return { input_tokens: 3 };
  if (path.endsWith('/embeddings'))
    return {
      object: 'list',
      model,
      data: [{ object: 'embedding', index: 0, embedding: [0.5] }],
      usage: { prompt_tokens: 3 },
    };
  if (path.endsWith('/messages'))
    return {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      usage,
    };
  if (path.endsWith('/responses')) {
    const content = [{ type: 'output_text', text, annotations: [] }];
    const item = { type: 'message', id: 'm', role: 'assistant', status: 'completed', content };
    return { id: 'r', object: 'response', status: 'completed', model, output: [item], usage };
  }
  const message = text.startsWith('TOOL ')
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            index: 0,
            id: 't',
            type: 'function',
            function: { name: 'mail', arguments: JSON.stringify({ to: text.slice(5) }) },
          },
        ],
      }
    : { role: 'assistant', content: text };
  return {
    id: 'c',
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 5 },
  };
}

function* eventsOf(path: string, model: unknown, text: string): Generator<Json> {
  const whole = replyTo(path, model, text);
  if (path.endsWith('/messages')) {
    yield { type: 'message_start', message: { ...whole, content: [], stop_reason: null } };
    yield { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
    for (const one of text)
      yield { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: one } };
    yield { type: 'content_block_stop', index: 0 };
    yield { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } };
    yield { type: 'message_stop' };
    return;
  }
  if (path.endsWith('/responses')) {
    const place = { item_id: 'm', output_index: 0, content_index: 0 };
    yield { type: 'response.created', response: { ...whole, output: [], status: 'in_progress' } };
    for (const one of text) yield { type: 'response.output_text.delta', ...place, delta: one };
    yield { type: 'response.output_text.done', ...place, text };
    yield { type: 'response.completed', response: whole };
    return;
  }
  const head = { id: 'c', object: 'chat.completion.chunk', model };
  yield { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] };
  const isTool = text.startsWith('TOOL ');
  const said = isTool ? JSON.stringify({ to: text.slice(5) }) : text;
  for (const one of said) {
    const delta = isTool ? { tool_calls: [{ index: 0, function: { arguments: one } }] } : { content: one };
    yield { ...head, choices: [{ index: 0, delta, finish_reason: null }] };
  }
  yield {
    ...head,
    choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    usage: { prompt_tokens: 3, completion_tokens: 5 },
  };
}

export async function startEchoUpstream(): Promise<EchoUpstream> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request) pieces.push(piece);
    const text = Buffer.concat(pieces).toString('utf8');
    const body: Asked['body'] = JSON.parse(text);
    const path = request.url ?? '';
    asked.push({ path, text, body });
    if (body.stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(replyTo(path, body.model, lastText(body))));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of eventsOf(path, body.model, lastText(body)))
      response.write(
        `${typeof event.type === 'string' ? `event: ${event.type}\n` : ''}data: ${JSON.stringify(event)}\n\n`,
      );
    response.end(path.endsWith('/chat/completions') ? 'data: [DONE]\n\n' : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
