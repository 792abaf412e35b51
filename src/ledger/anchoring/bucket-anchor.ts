import { hash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { Client } from 'undici';
import type { BucketPlace } from '../../platform/anchor-settings.ts';
import { isId } from '../../platform/id.ts';
import { guardedLookup } from '../../platform/outgoing-address.ts';
import type { OrganizationId } from '../entry.ts';
import { originOf } from '../signing.ts';
import { type Anchor, readAnchored } from './anchor.ts';

const timeoutMs = 15_000;
const mostBytes = 1_000_000;
const remoteEveryMs = 60_000;
const dayMs = 86_400_000;
/** The largest size that a name can hold: names count down from it, so that the newest checkpoint is listed first. */
const top = 10_000_000_000_000_000;

/**
 * An anchor in a bucket that speaks S3: an object for each checkpoint, never written over (`If-None-Match: *`), and locked against deletion
 * for as long as the settings say (object lock, compliance mode). What is compared is the largest that is there.
 */
export function bucketAnchor(place: BucketPlace, now: () => Date = () => new Date()): Anchor {
  const { pathname, origin } = new URL(place.url);
  const [, bucket = '', ...folders] = pathname.split('/');
  const folder = folders.map((part) => `${part}/`).join('');
  const send = sender(place);
  const list = async (query: Record<string, string>) => {
    const asked = new URLSearchParams({ 'list-type': '2', ...query });
    // SigV4 wants the query in order and spaces as %20.
    asked.sort();
    const answer = await send('GET', `${origin}/${bucket}?${asked.toString().replaceAll('+', '%20')}`);
    if (answer.status !== 200) throw failed('list', answer);
    return answer.text;
  };
  const newestKey = async (organization: OrganizationId) =>
    texts(await list({ prefix: `${folder}${organization}/`, 'max-keys': '1' }), 'Key')[0];
  const get = async (key: string) => {
    const answer = await send('GET', `${origin}/${bucket}/${key}`);
    if (answer.status !== 200) throw failed('read', answer);
    return answer.text;
  };
  return {
    name: place.url,
    everyMs: remoteEveryMs,
    organizations: async () => {
      const found: OrganizationId[] = [];
      for (let more: Record<string, string> | undefined = {}; more !== undefined; ) {
        const page = await list({ prefix: folder, delimiter: '/', ...more });
        for (const prefix of texts(page, 'Prefix')) {
          const id = prefix.slice(folder.length, -1);
          if (prefix.startsWith(folder) && isId('org', id)) found.push(id);
        }
        const [token] = texts(page, 'NextContinuationToken');
        more = token === undefined ? undefined : { 'continuation-token': token };
      }
      return found;
    },
    read: async (organization) => {
      const key = await newestKey(organization);
      return key === undefined ? undefined : get(key);
    },
    write: async (checkpoints) => {
      for (const [organization, checkpoint] of checkpoints) {
        const size = readAnchored(checkpoint, originOf(organization))?.treeSize ?? 0;
        const key = `${folder}${organization}/${String(top - size).padStart(17, '0')}-${size}.checkpoint`;
        const answer = await send('PUT', `${origin}/${bucket}/${key}`, {
          body: checkpoint,
          headers: {
            'content-type': 'text/plain; charset=utf-8',
            'if-none-match': '*',
            ...lock(place, now()),
          },
        });
        // Commit point: the store answers when it has it.
        if (answer.status === 412 && (await get(key)) === checkpoint) continue;
        if (answer.status !== 200) throw failed('write', answer);
      }
    },
  };
}

function lock({ retentionDays }: BucketPlace, at: Date): Record<string, string> {
  if (retentionDays === 0) return {};
  return {
    'x-amz-object-lock-mode': 'COMPLIANCE',
    'x-amz-object-lock-retain-until-date': new Date(at.getTime() + retentionDays * dayMs).toISOString(),
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Signs with Signature Version 4, the body's digest included; no redirects, the name resolved once (AT-49), limits of time and size. */
function sender({ accessKey, secret, region }: BucketPlace) {
  return async (
    method: 'GET' | 'PUT',
    url: string,
    { body = '', headers = {} }: { body?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const digest = hash('sha256', body, 'buffer');
    const signer = new AwsV4Signer({
      ...{ method, url, region, service: 's3', accessKeyId: accessKey, secretAccessKey: secret },
      headers: {
        ...headers,
        'x-amz-content-sha256': digest.toString('hex'),
        ...(method === 'PUT' ? { 'x-amz-checksum-sha256': digest.toString('base64') } : {}),
      },
      ...(method === 'PUT' ? { body } : {}),
    });
    const signed = await signer.sign();
    const client = new Client(signed.url.origin, {
      allowH2: false,
      maxHeaderSize: 16_384,
      connect: { timeout: timeoutMs, lookup: guardedLookup },
    });
    try {
      const answer = await client.request({
        method,
        path: `${signed.url.pathname}${signed.url.search}`,
        headers: Object.fromEntries(signed.headers),
        body: method === 'PUT' ? body : null,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: answer.statusCode, text: await textOf(answer.body) };
    } finally {
      await client.destroy().catch(() => undefined);
    }
  };
}

async function textOf(body: AsyncIterable<unknown>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    if (!(piece instanceof Uint8Array)) continue;
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error(`an answer of over ${mostBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The texts of one kind of element in an answer: keys and prefixes hold nothing that XML escapes, and others are not ours. */
const texts = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<&]*)</${name}>`, 'g'))].map(([, text = '']) => text);

const failed = (what: string, { status, text }: Answer): Error =>
  new Error(`the bucket did not ${what}: ${status} ${texts(text, 'Code')[0] ?? ''}`.trim());
