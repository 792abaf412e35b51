import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';

/**
 * A server that speaks what Google (Gemini API), Amazon (Bedrock's Converse and ConverseStream) and Azure OpenAI publish, written from their
 * documentation, with none of our translations. It says again what was said last; whoever offers a tool gets a call of it; whoever wants JSON gets some.
 */
export interface Clouds {
  readonly origin: string;
  readonly asked: CloudAsked[];
  close(): Promise<void>;
}

export interface CloudAsked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: Json;
}

type Json = { readonly [name: string]: unknown };

export const awsKeys = {
  id: 'AKIDEXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'eu-west-1',
};
export const wanted = '{"city":"Lisbon","days":3}';

const echoed = ({ url, headers }: IncomingMessage): string => `${url} ${JSON.stringify(headers)}`;

/** @param elsewhere where it sends those whom it redirects */
export async function startClouds(elsewhere = 'http://127.0.0.1:1/'): Promise<Clouds> {
  const asked: CloudAsked[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request) pieces.push(piece);
    const text = Buffer.concat(pieces).toString('utf8');
    const one = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) };
    asked.push(one);
    // Says everything that it was sent, as a refusal; or sends whoever asks elsewhere.
    if (text.includes('echo the headers')) json(response, 400, { error: { message: echoed(request) } });
    else if (text.includes('go elsewhere')) response.writeHead(307, { location: elsewhere }).end();
    else if (one.path.startsWith('/v1beta/')) google(one, response);
    else if (one.path.startsWith('/model/')) bedrock(one, response);
    else azure(one, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function json(response: ServerResponse, status: number, body: unknown): ServerResponse {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The last text that stands in a member of this name. */
function lastOf(name: string, value: unknown): string {
  let last = '';
  JSON.stringify(value, (key, one: unknown) => {
    if (key === name && typeof one === 'string') last = one;
    return one;
  });
  return last;
}

function google({ path, headers, body, text }: CloudAsked, response: ServerResponse): ServerResponse {
  const refuse = (code: number, status: string, message: string) =>
    json(response, code, { error: { code, message, status } });
  if (headers['x-goog-api-key'] !== 'google-key')
    return refuse(400, 'INVALID_ARGUMENT', 'API key not valid.');
  const [, model = '', method = ''] = /^\/v1beta\/models\/([^:/]+):(\w+)/.exec(path) ?? [];
  if (model === 'gemini-busy') return refuse(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.');
  if (method === 'countTokens') return json(response, 200, { totalTokens: Math.ceil(text.length / 4) });
  if (method === 'batchEmbedContents') {
    const requests = Array.isArray(body.requests) ? body.requests : [];
    return json(response, 200, { embeddings: requests.map((_, at) => ({ values: [at, 0.5] })) });
  }
  const said = lastOf('text', body.contents);
  const usage = { promptTokenCount: 7, candidatesTokenCount: 5, thoughtsTokenCount: 2, totalTokenCount: 14 };
  const tail = { usageMetadata: usage, modelVersion: `${model}-001`, responseId: 'resp-1' };
  const event = (parts: readonly Json[], finishReason?: string) => ({
    candidates: [{ content: { role: 'model', parts }, index: 0, ...(finishReason ? { finishReason } : {}) }],
    ...tail,
  });
  const isJson = lastOf('responseMimeType', body) === 'application/json';
  const isCall = body.tools !== undefined && !text.includes('functionResponse');
  const name = lastOf('name', body.tools);
  const call = { functionCall: { id: 'fc-1', name, args: JSON.parse(wanted) }, thoughtSignature: 'c2ln' };
  const answer = isJson ? wanted : said;
  const thought = { text: 'Let me think.', thought: true };
  const parts = isCall ? [thought, call] : [thought, { text: answer }];
  if (method === 'generateContent') return json(response, 200, event(parts, 'STOP'));
  if (method !== 'streamGenerateContent' || !path.endsWith('?alt=sse'))
    return refuse(404, 'NOT_FOUND', `${path} is not found.`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const words = isCall ? [call] : (answer.match(/\S+\s*/g) ?? []).map((word) => ({ text: word }));
  const send = (one: unknown) => response.write(`data: ${JSON.stringify(one)}\r\n\r\n`);
  send(event([thought]));
  for (const word of words) send(event([word]));
  if (model === 'gemini-dies') return response.end();
  send(event([{ text: '' }], 'STOP'));
  return response.end();
}

function bedrock(asked: CloudAsked, response: ServerResponse): ServerResponse {
  const { path, body, text } = asked;
  if (!isSigned(asked)) return json(response, 403, { message: 'The request signature does not match.' });
  const [, encoded = '', method] = /^\/model\/([^/]+)\/(converse(?:-stream)?)$/.exec(path) ?? [];
  const model = decodeURIComponent(encoded);
  if (model === 'busy') return json(response, 429, { message: 'Too many requests, please wait.' });
  const usage = { inputTokens: 7, outputTokens: 5, totalTokens: 12, cacheReadInputTokens: 3 };
  const isJson = text.includes('"json_schema"');
  const isCall = body.toolConfig !== undefined && !text.includes('toolResult');
  const said = isJson ? wanted : lastOf('text', body.messages);
  const toolUse = { toolUseId: 'tu-1', name: lastOf('name', body.toolConfig) };
  const stopReason = isCall ? 'tool_use' : 'end_turn';
  if (method === 'converse') {
    const content = isCall ? [{ toolUse: { ...toolUse, input: JSON.parse(wanted) } }] : [{ text: said }];
    return json(response, 200, {
      ...{ output: { message: { role: 'assistant', content } }, stopReason, usage },
      metrics: { latencyMs: 12 },
    });
  }
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  const pieces = (isCall ? wanted : said).match(/.{1,6}/gs) ?? [];
  const start = isCall ? { toolUse } : {};
  const events: [string, unknown][] = [
    ['messageStart', { role: 'assistant', p: 'abcdefgh' }],
    ['contentBlockStart', { contentBlockIndex: 0, start }],
    ...pieces.map((piece): [string, unknown] => [
      'contentBlockDelta',
      { contentBlockIndex: 0, delta: isCall ? { toolUse: { input: piece } } : { text: piece } },
    ]),
    ['contentBlockStop', { contentBlockIndex: 0 }],
  ];
  const bytes = events.map(([type, payload]) =>
    message({ ':message-type': 'event', ':event-type': type }, payload),
  );
  if (model === 'dies')
    bytes.push(
      message(
        { ':message-type': 'exception', ':exception-type': 'throttlingException' },
        { message: 'Wait.' },
      ),
    );
  else
    bytes.push(
      message({ ':message-type': 'event', ':event-type': 'messageStop' }, { stopReason }),
      message({ ':message-type': 'event', ':event-type': 'metadata' }, { usage, metrics: { latencyMs: 9 } }),
    );
  // In pieces that begin and end anywhere.
  const whole = Buffer.concat(bytes);
  for (let at = 0; at < whole.length; at += 37) response.write(whole.subarray(at, at + 37));
  return response.end();
}

/** One message of Amazon's event stream. */
export function message(headers: Readonly<Record<string, string>>, payload: unknown): Buffer {
  const given = Object.entries({ ...headers, ':content-type': 'application/json' }).map(([name, value]) => {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(Buffer.byteLength(value));
    return Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([7]),
      size,
      Buffer.from(value),
    ]);
  });
  const head = Buffer.concat(given);
  const body = Buffer.from(JSON.stringify(payload));
  const bytes = Buffer.alloc(16 + head.length + body.length);
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeUInt32BE(head.length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  head.copy(bytes, 12);
  body.copy(bytes, 12 + head.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

/** Signature Version 4, from its description, for the one service and the one key that this server knows; or an API key of Bedrock's. */
function isSigned({ path, headers, text }: CloudAsked): boolean {
  const { authorization = '' } = headers;
  if (authorization === 'Bearer bedrock-api-key') return true;
  const [, credential = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  const [id, day = '', region = '', service = '', end = ''] = credential.split('/');
  if (id !== awsKeys.id || region !== awsKeys.region || service !== 'bedrock' || end !== 'aws4_request')
    return false;
  const sha = (value: string) => createHash('sha256').update(value).digest('hex');
  const mac = (key: string | Buffer, value: string) => createHmac('sha256', key).update(value).digest();
  const canonical = [
    'POST',
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    sha(text),
  ].join('\n');
  const scope = [day, region, service, end].join('/');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha(canonical)].join('\n');
  const key = [day, region, service, end].reduce<string | Buffer>(mac, `AWS4${awsKeys.secret}`);
  return mac(key, toSign).toString('hex') === signature && names.split(';').includes('host');
}

/** Both forms of its addresses. */
function azure({ path, headers, body }: CloudAsked, response: ServerResponse): ServerResponse {
  if (headers['api-key'] !== 'azure-key')
    return json(response, 401, { error: { message: 'Access denied.' } });
  const older = /^\/openai\/deployments\/([^/]+)\/chat\/completions\?api-version=2024-10-21$/.exec(path);
  const newer = path === '/openai/v1/chat/completions' ? String(body.model) : undefined;
  const deployment = older?.[1] ?? newer;
  if (deployment !== 'my-deployment')
    return json(response, 404, { error: { code: 'DeploymentNotFound', message: 'No such deployment.' } });
  const head = { id: 'c-1', created: 1, model: 'gpt-5-2025-08-07' };
  const usage = { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 };
  const said = lastOf('content', body.messages);
  const object = { ...head, object: 'chat.completion', usage };
  if (body.stream !== true)
    return json(response, 200, {
      ...object,
      choices: [{ index: 0, message: { role: 'assistant', content: said }, finish_reason: 'stop' }],
      prompt_filter_results: [{ prompt_index: 0 }],
    });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (one: Json) =>
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...one })}\n\n`);
  send({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
  send({ choices: [{ index: 0, delta: { role: 'assistant', content: said }, finish_reason: null }] });
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage });
  return response.end('data: [DONE]\n\n');
}
