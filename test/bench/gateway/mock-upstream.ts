/**
 * A provider for the benchmark, in a process of its own: answers chat completions at once, or after as many milliseconds as the model’s
 * name ends in (`bench-50`), with as many bytes as `max_tokens` says, or with that many events of a stream.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const asked = z.object({ model: z.string(), max_tokens: z.int(), stream: z.boolean().optional() });
const replies = new Map<string, Buffer>();
const head = { id: 'chatcmpl-bench', created: 1_760_000_000 };

function replyOf(model: string, bytes: number): Buffer {
  const known = replies.get(`${model}/${bytes}`);
  if (known !== undefined) return known;
  const message = {
    role: 'assistant',
    content: 'countersign '.repeat(Math.ceil(bytes / 12)).slice(0, bytes),
  };
  const made = Buffer.from(
    JSON.stringify({
      ...{ ...head, object: 'chat.completion', model },
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1_000, completion_tokens: 1_000, total_tokens: 2_000 },
    }),
  );
  replies.set(`${model}/${bytes}`, made);
  return made;
}

const chunk = (model: string, rest: object) =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', model, ...rest })}\n\n`;

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', async () => {
    const { model, max_tokens: size, stream } = asked.parse(JSON.parse(Buffer.concat(pieces).toString()));
    const pauseMs = Number(/-(\d+)$/.exec(model)?.[1] ?? 0);
    if (pauseMs > 0) await sleep(pauseMs);
    if (stream !== true) {
      const body = replyOf(model, size);
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
        .end(body);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const event = chunk(model, { choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }] });
    let left = size;
    // Each event leaves by itself, as a provider’s does, with the others in between.
    const next = () => {
      if (response.destroyed) return;
      if (left > 0) {
        left -= 1;
        response.write(event);
        setImmediate(next);
        return;
      }
      response.write(chunk(model, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
      response.write(
        chunk(model, {
          choices: [],
          usage: { prompt_tokens: 10, completion_tokens: size, total_tokens: size + 10 },
        }),
      );
      response.end('data: [DONE]\n\n');
    };
    next();
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`listening ${address.port}`);
});
