import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object as the bucket has it. */
export interface KeptObject {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BucketServer {
  readonly address: string;
  /** By key. */
  readonly objects: ReadonlyMap<string, KeptObject>;
  close(): Promise<void>;
}

/**
 * As much of S3 as an anchor speaks, written from its documentation: list (version 2), get, put with `If-None-Match: *`. Every request must
 * carry a Signature Version 4 that is computed here again, from scratch.
 */
export async function startBucketServer(
  bucket: string,
  accessKey: string,
  secret: string,
): Promise<BucketServer> {
  const objects = new Map<string, KeptObject>();
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const url = new URL(request.url ?? '/', 'http://bucket');
    const answer = (status: number, text: string) => response.writeHead(status).end(text);
    const refuse = (status: number, code: string) => answer(status, `<Error><Code>${code}</Code></Error>`);
    if (!isSigned(request, url, body, accessKey, secret)) return refuse(403, 'SignatureDoesNotMatch');
    if (url.pathname === `/${bucket}`) return answer(200, listing(objects, url.searchParams));
    const key = decodeURIComponent(url.pathname.slice(bucket.length + 2));
    const kept = objects.get(key);
    if (request.method === 'GET')
      return kept === undefined ? refuse(404, 'NoSuchKey') : answer(200, kept.body);
    if (request.headers['if-none-match'] === '*' && kept !== undefined)
      return refuse(412, 'PreconditionFailed');
    const checksum = createHash('sha256').update(body).digest('base64');
    const locked = request.headers['x-amz-object-lock-mode'] !== undefined;
    if (locked && request.headers['x-amz-checksum-sha256'] !== checksum) return refuse(400, 'InvalidRequest');
    objects.set(key, { body: body.toString(), headers: flat(request) });
    return answer(200, '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${address.port}/${bucket}`,
    objects,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listing(objects: ReadonlyMap<string, KeptObject>, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter');
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  if (delimiter !== null) {
    const folders = new Set(keys.map((key) => key.slice(0, key.indexOf(delimiter, prefix.length) + 1)));
    const found = [...folders].map((one) => `<CommonPrefixes><Prefix>${one}</Prefix></CommonPrefixes>`);
    return `<ListBucketResult><Prefix>${prefix}</Prefix>${found.join('')}</ListBucketResult>`;
  }
  const some = keys.slice(0, Number(query.get('max-keys') ?? 1000));
  return `<ListBucketResult>${some.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`;
}

const flat = ({ headers }: IncomingMessage) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)". */
function isSigned(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  accessKey: string,
  secret: string,
): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([a-z0-9-]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;
  const [, who, date = '', region = '', names = '', signature] =
    form.exec(request.headers.authorization ?? '') ?? [];
  const digest = request.headers['x-amz-content-sha256'];
  if (who !== accessKey || digest !== sha256(body)) return false;
  const signed = names.split(';');
  // What decides about the object must be under the signature.
  for (const name of ['host', 'x-amz-content-sha256', 'x-amz-date']) if (!signed.includes(name)) return false;
  for (const name of ['if-none-match', 'x-amz-object-lock-mode'])
    if (request.headers[name] !== undefined && !signed.includes(name)) return false;
  const query = [...url.searchParams.entries()]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = signed.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('');
  const canonical = [request.method, url.pathname, query, headers, names, digest].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), 's3'), 'aws4_request');
  return hmac(key, text).toString('hex') === signature;
}
