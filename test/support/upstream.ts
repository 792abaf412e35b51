import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Dialect } from '../../src/gateway/dialect.ts';
import { simulatedChunks, simulatedReply } from '../../src/gateway/providers/simulated-chat.ts';
import { simulatedAnswer, simulatedEvents } from '../../src/gateway/providers/simulated-dialects.ts';

/** A server that speaks OpenAI's and Anthropic's dialects, as a model that somebody runs on their own machine would. */
export interface Upstream {
  readonly baseUrl: string;
  /** What it was asked, newest last. */
  readonly asked: {
    readonly authorization: string | undefined;
    readonly path: string;
    readonly body: AskedBody;
    readonly apiKey: string | undefined;
    readonly betas: string | undefined;
  }[];
  /** The last stream, byte for byte. */
  streamed(): string;
  close(): Promise<void>;
}

interface AskedBody {
  readonly model: string;
  readonly [member: string]: Parameters<typeof simulatedReply>[0][string];
}

type Misbehavior = (response: ServerResponse, body: AskedBody) => void;

/** Models that misbehave, by name. Every other one answers. */
const misbehaviors: Readonly<Record<string, Misbehavior>> = {
  'up-dies': (response, body) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
    response.write(JSON.stringify(simulatedReply(body)).slice(0, 40), () => response.destroy());
  },
  'up-silent': () => undefined,
  'up-slow-body': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"choices":');
  },
  'up-429': (response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' });
    response.end('{"error":{"message":"slow down"}}');
  },
  'up-401': (response) => {
    response.writeHead(401).end('{"error":{"message":"Incorrect API key provided: sk-verysecret"}}');
  },
  'up-400': (response) => {
    response.writeHead(400).end('{"error":{"message":"temperature must be below 2"}}');
  },
  'up-redirect': (response) => {
    response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
  },
  'up-html': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  },
  'up-huge': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const flood = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20)));
      if (!response.destroyed) response.once('drain', flood);
    };
    flood();
  },
  'up-long-stream': (response, body) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [, word = {}] = simulatedChunks(body);
    const padded = `data: ${JSON.stringify({ ...word, padding: 'x'.repeat(60_000) })}\n\n`;
    let left = 400;
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        if (!response.write(padded)) return response.once('drain', more);
      }
      return response.end('data: [DONE]\n\n');
    };
    more();
  },
  // Says a word every 40 ms, until it is told to stop.
  'up-drips': (response, body) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [, word = {}] = simulatedChunks(body);
    const timer = setInterval(() => response.write(`data: ${JSON.stringify(word)}\n\n`), 40);
    response.once('close', () => clearInterval(timer));
  },
  // Never keeps to a schema.
  'up-shapeless': (response, { response_format: _format, ...body }) => {
    if (body.stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(simulatedReply(body)));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const chunk of simulatedChunks(body)) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end('data: [DONE]\n\n');
  },
  'up-stream-dies': (response, body) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [first = {}, second = {}] = simulatedChunks(body);
    response.write(`data: ${JSON.stringify(first)}\n\ndata: ${JSON.stringify(second)}\n\n`, () =>
      response.destroy(),
    );
  },
};

export const misbehavingModels = Object.keys(misbehaviors);

export async function startUpstream(): Promise<Upstream> {
  const asked: Upstream['asked'] = [];
  let last = '';
  const server = createServer((request, response) => {
    void answer(request, response, asked).then((sent) => {
      last = sent;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    asked,
    streamed: () => last,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const dialects: Readonly<Record<string, Dialect>> = {
  '/v1/chat/completions': 'chat',
  '/v1/responses': 'responses',
  '/v1/embeddings': 'embeddings',
  '/v1/messages': 'messages',
  '/v1/messages/count_tokens': 'count_tokens',
};

/** Gives the stream that it sent. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  asked: Upstream['asked'],
): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request) pieces.push(piece);
  const body: AskedBody = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  asked.push({
    authorization: request.headers.authorization,
    path: request.url ?? '',
    body,
    apiKey: header('x-api-key'),
    betas: header('anthropic-beta'),
  });
  // Fails as often as its name says, and then answers.
  const failing = Number(/^up-flaky-(\d)/.exec(body.model)?.[1] ?? 0);
  if (asked.filter((one) => one.body.model === body.model).length <= failing) {
    response.writeHead(503).end('{"error":{"message":"overloaded"}}');
    return '';
  }
  // Keeps to no schema as often as its name says, and then does.
  const misshapen = Number(/^up-misshapen-(\d)/.exec(body.model)?.[1] ?? 0);
  if (asked.filter((one) => one.body.model === body.model).length <= misshapen) {
    misbehaviors['up-shapeless']?.(response, body);
    return '';
  }
  const misbehave = misbehaviors[body.model];
  if (misbehave !== undefined) {
    misbehave(response, body);
    return '';
  }
  const call = { dialect: dialects[request.url ?? ''] ?? 'chat', body };
  if (body.stream !== true) {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(simulatedAnswer(call)));
    return '';
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  // Spaced as others space it, so that what is only understood and written anew is told from what is passed on.
  const events = [...simulatedEvents(call)].map((event) => {
    const data = JSON.stringify(event).replaceAll('":', '": ');
    return call.dialect === 'chat' ? `data: ${data}\n\n` : `event: ${event.type}\ndata: ${data}\n\n`;
  });
  const sent = [...events, ...(call.dialect === 'chat' ? ['data: [DONE]\n\n'] : [])];
  for (const text of sent) response.write(text);
  response.end();
  return sent.join('');
}
