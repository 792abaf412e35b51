import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { startHouse, type TestHouse } from '../../../test/support/house.ts';
import { promptText, publishPrompt } from '../../../test/support/proposals.ts';
import { blobOf, commitOf, type GitObject, gitObject, treeOf } from '../git/index.ts';
import { deltaSize, entryOf, pushBody, rawPack, summed } from './pack.fixture.ts';
import { delimiterPacket, flushPacket, packet } from './pkt-line.ts';

/** AT-60: what a client that means harm sends. Server and client are this one process, so its memory is ours to look at. */
let house: TestHouse;
let client: GitClient;
let head: string;
let key: string;
const long = process.env.COUNTERSIGN_TEST_LONG !== undefined;

beforeAll(async () => {
  house = await startHouse();
  key = house.northwind.people.contributor.key;
  client = gitClient();
  await house.done(key, 'library.create', { body: { name: 'writing', visibility: 'open' } });
  await publishPrompt(house, 'writing', 'first.prompt', promptText('First'));
  head = (await client.git('.', 'ls-remote', address(), 'refs/heads/main')).slice(0, 40);
});
afterAll(async () => {
  client.remove();
  await house.close();
});

const address = () => `${house.address.replace('//', `//x:${key}@`)}/git/northwind/writing.git`;

async function send(
  service: string,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${house.address}/git/northwind/writing.git/${service}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}`,
      'content-type': `application/x-${service}-request`,
      ...headers,
    },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(55_000),
  });
  return { status: reply.status, text: Buffer.from(await reply.arrayBuffer()).toString('latin1') };
}

const author = { name: 'A', email: 'a@example.com', at: new Date(1_750_000_000_000) };
const commitWith = (tree: string, parents = [head]) => commitOf({ tree, parents, author, message: 'Bomb' });
const numbers = { commit: 1, tree: 2, blob: 3, tag: 4 };
const packed = (...objects: readonly GitObject[]) =>
  rawPack(objects.map(({ type, content }) => entryOf(numbers[type], content)));

const tagOf = (object: string, type: string, message = 'Tagged') =>
  gitObject(
    'tag',
    Buffer.from(`object ${object}\ntype ${type}\ntag bomb\ntagger A <a@example.com> 1 +0000\n\n${message}\n`),
  );

describe('AT-60 a bomb is refused in bounded memory', () => {
  const cases: [string, () => { pack: Buffer; after?: string; ref?: string }, string][] = [
    ['four billion objects', () => ({ pack: rawPack([], 0xffffffff) }), 'git.too_large'],
    [
      'one object more than the limit',
      () => ({ pack: rawPack(Array.from({ length: 20_001 }, () => entryOf(3, Buffer.from('x')))) }),
      'git.too_large',
    ],
    [
      'an object whose header does not end',
      () => {
        const pack = rawPack([entryOf(3, Buffer.from('x'))]).subarray(0, 12);
        return { pack: summed(Buffer.concat([pack, Buffer.alloc(1_000_000, 0xbf)])) };
      },
      'git.bad_pack',
    ],
    [
      'a delta whose base is before the pack',
      () => ({ pack: rawPack([entryOf(6, Buffer.from([1, 1, 1, 65]), Buffer.from([0x7f]))]) }),
      'git.bad_pack',
    ],
    [
      'deltas on deltas, three hundred deep',
      () => {
        const [first, ...deltas] = deltaChain(300);
        return {
          pack: rawPack([
            entryOf(3, first ?? Buffer.alloc(0)),
            ...deltas.map((delta) => entryOf(7, delta.subarray(20), delta.subarray(0, 20))),
          ]),
        };
      },
      'git.bad_pack',
    ],
    [
      'an object that says it has a terabyte',
      () => ({ pack: rawPack([{ ...entryOf(3, Buffer.from('x')), size: 2 ** 40 - 1 }]) }),
      'git.too_large',
    ],
    [
      'an object that inflates to a thousand times what it says',
      () => ({ pack: rawPack([{ ...entryOf(3, Buffer.alloc(50_000_000)), size: 100_000 }]) }),
      'git.bad_pack',
    ],
    [
      'a delta that says it makes 4 GiB',
      () => {
        const delta = Buffer.concat([deltaSize(1), deltaSize(2 ** 32), Buffer.from([0x90, 1])]);
        const base = Buffer.from(blobOf('x').oid, 'hex');
        return { pack: rawPack([entryOf(3, Buffer.from('x')), entryOf(7, delta, base)]) };
      },
      'git.too_large',
    ],
    [
      'thousands of deltas that make a mebibyte each',
      () => {
        const content = Buffer.alloc(1_000_000, 'x');
        const base = Buffer.from(gitObject('blob', content).oid, 'hex');
        const copies = Buffer.concat([deltaSize(1_000_000), deltaSize(1_000_000), manyCopies(1_000_000)]);
        const deltas = Array.from({ length: 5_000 }, () => entryOf(7, copies, base));
        return { pack: rawPack([entryOf(3, content), ...deltas]) };
      },
      'git.too_large',
    ],
    [
      'a tree of ten folders in ten folders, ten times over',
      () => {
        const trees = [treeOf([{ mode: '100644', name: 'f', oid: blobOf('x').oid }])];
        for (let depth = 0; depth < 10; depth += 1) {
          const oid = trees.at(-1)?.oid ?? '';
          trees.push(
            treeOf(Array.from({ length: 10 }, (_, n) => ({ mode: '040000' as const, name: `d${n}`, oid }))),
          );
        }
        const commit = commitWith(trees.at(-1)?.oid ?? '');
        return { pack: packed(blobOf('x'), ...trees, commit), after: commit.oid };
      },
      'git.too_large',
    ],
    [
      'a chain of more commits than a push may bring',
      () => {
        const chain = [commitWith(treeOf([]).oid)];
        while (chain.length <= 5_000) chain.push(commitWith(treeOf([]).oid, [chain.at(-1)?.oid ?? '']));
        return { pack: packed(treeOf([]), ...chain), after: chain.at(-1)?.oid ?? '' };
      },
      'git.too_large',
    ],
    [
      'a commit of twenty thousand parents that nobody has',
      () => {
        const parents = Array.from({ length: 20_000 }, (_, n) =>
          (n + 2 ** 20).toString(16).padStart(40, '0'),
        );
        const commit = commitWith(treeOf([]).oid, parents);
        return { pack: packed(treeOf([]), commit), after: commit.oid };
      },
      'git.missing_object',
    ],
    [
      'a folder of files by the hundred thousand, in a hundred folders',
      () => {
        const oid = blobOf('x').oid;
        const name = (n: number) => n.toString(36);
        const files = Array.from({ length: 20_000 }, (_, n) => ({
          mode: '100644' as const,
          name: name(n),
          oid,
        }));
        const wide = treeOf(files);
        const folders = Array.from({ length: 100 }, (_, n) => ({
          mode: '040000' as const,
          name: name(n),
          oid: wide.oid,
        }));
        const root = treeOf(folders);
        const commit = commitWith(root.oid);
        return { pack: packed(blobOf('x'), wide, root, commit), after: commit.oid };
      },
      'git.too_large',
    ],
    [
      'a tag of a tag of a tag, a thousand times over',
      () => {
        const tags = [tagOf(head, 'commit')];
        while (tags.length < 1_000) tags.push(tagOf(tags.at(-1)?.oid ?? '', 'tag'));
        return { pack: packed(...tags), after: tags.at(-1)?.oid ?? '', ref: 'refs/tags/bomb' };
      },
      'tag.not_a_commit',
    ],
    [
      'a tag with a mebibyte to say',
      () => {
        const tag = tagOf(head, 'commit', 'x'.repeat(1_000_000));
        return { pack: packed(tag), after: tag.oid, ref: 'refs/tags/bomb' };
      },
      'git.too_large',
    ],
    [
      'a tag that says it names a commit and names a file',
      () => {
        const tag = tagOf(blobOf('x').oid, 'commit');
        return { pack: packed(tag, blobOf('x')), after: tag.oid, ref: 'refs/tags/bomb' };
      },
      'git.not_a_commit',
    ],
    [
      'a delta that is its own base',
      () => ({ pack: rawPack([entryOf(7, Buffer.from([1, 1, 1, 65]), Buffer.alloc(20, 1))]) }),
      'git.bad_pack',
    ],
    [
      'something after the end',
      () => ({ pack: summed(Buffer.concat([rawPack([]), Buffer.alloc(10)])) }),
      'git.bad_pack',
    ],
    [
      'a commit that is not there',
      () => ({ pack: rawPack([]), after: '1'.repeat(40) }),
      'git.missing_object',
    ],
  ];
  it.each(cases)('%s', async (_, made, code) => {
    const { pack, after = '2'.repeat(40), ref = 'refs/heads/bomb' } = made();
    const counts = await house.counts();
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const reply = await send('git-receive-pack', pushBody(ref, after, pack));
    expect(reply.status).toBe(200);
    expect(reply.text).toContain(code);
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
    expect(performance.now() - started).toBeLessThan(50_000);
    expect(await house.counts()).toEqual(counts);
  });

  /** A file, and deltas that each append a byte to the one before: the base's name, then the delta. */
  function deltaChain(length: number): Buffer[] {
    const chain = [Buffer.from('x')];
    for (let content = Buffer.from('x'); chain.length <= length; ) {
      const base = Buffer.from(gitObject('blob', content).oid, 'hex');
      const copy = Buffer.from([0xb0, content.length & 255, content.length >> 8, 1, 0x79]);
      chain.push(Buffer.concat([base, deltaSize(content.length), deltaSize(content.length + 1), copy]));
      content = Buffer.concat([content, Buffer.from('y')]);
    }
    return chain;
  }

  function manyCopies(size: number): Buffer {
    const copies: number[] = [];
    for (let at = 0; at < size; at += 50_000)
      copies.push(0xb7, at & 255, (at >> 8) & 255, at >> 16, 50_000 & 255, 50_000 >> 8);
    return Buffer.from(copies);
  }

  it('a body of more than the limit, and one that gunzip makes larger', async () => {
    const large = Buffer.concat([pushBody('refs/heads/bomb', head, Buffer.alloc(40_000_000))]);
    expect(await send('git-receive-pack', large)).toMatchObject({ status: 413 });
    const bomb = gzipSync(Buffer.alloc(60_000_000, '0000'));
    const before = process.memoryUsage().rss;
    const reply = await send('git-upload-pack', bomb, { 'content-encoding': 'gzip' });
    expect(reply.status).toBeLessThan(500);
    const lines = gzipSync(Buffer.concat(Array.from({ length: 100_000 }, () => packet(`want ${head}\n`))));
    expect(await send('git-upload-pack', lines, { 'content-encoding': 'gzip' })).toMatchObject({
      status: 413,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  });
});

describe('AT-60 clients that go away', () => {
  it('in the middle of a push or of a reply keep nobody else from being served', async () => {
    for (let n = 0; n < 24; n += 1) {
      const service = n % 2 === 0 ? 'git-receive-pack' : 'git-upload-pack';
      await new Promise<void>((resolve) => {
        const sending = request(`${house.address}/git/northwind/writing.git/${service}`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}`,
            'content-type': `application/x-${service}-request`,
            ...(n % 3 === 0 ? { 'content-encoding': 'gzip' } : {}),
          },
        });
        sending.on('error', () => undefined).on('close', resolve);
        const half = pushBody('refs/heads/half', head, rawPack([])).subarray(0, 60);
        sending.write(n % 3 === 0 ? gzipSync(half).subarray(0, 20) : half);
        setTimeout(() => sending.destroy(), 20);
      });
    }
    await client.git('.', 'clone', '-q', address(), 'served');
    expect(await house.ask('GET', '/healthz')).toMatchObject({ status: 200 });
  });
});

/** A small generator whose seed is printed: mulberry32. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

describe('AT-60 fuzzed bodies', () => {
  it('never crash, hang or answer 500', { timeout: long ? 900_000 : 60_000 }, async () => {
    const seed = Number(process.env.COUNTERSIGN_TEST_SEED ?? Date.now() % 1_000_000_000);
    console.log(`fuzz seed: ${seed}`);
    const random = randomOf(seed);
    const blob = blobOf(promptText('Fuzzed'));
    const tree = treeOf([{ mode: '100644', name: 'fuzzed.prompt', oid: blob.oid }]);
    const commit = commitWith(tree.oid);
    const pack = packed(commit, tree, blob);
    const tag = tagOf(head, 'commit');
    const kept = tagOf(head, 'commit', 'Kept');
    await send('git-receive-pack', pushBody('refs/tags/kept', kept.oid, packed(kept)));
    const v2 = (command: string, ...lines: readonly string[]) =>
      Buffer.concat([
        packet(`command=${command}`),
        delimiterPacket,
        ...lines.map((line) => packet(line)),
        flushPacket,
      ]);
    const wants = `want ${head} multi_ack_detailed no-done side-band-64k ofs-delta\n`;
    const samples: [string, Buffer, Record<string, string>][] = [
      ['git-receive-pack', pushBody('refs/heads/fuzz', commit.oid, pack), {}],
      ['git-receive-pack', pushBody('refs/for/main', commit.oid, pack), {}],
      ['git-receive-pack', pushBody('refs/tags/fuzz', tag.oid, packed(tag)), {}],
      ['git-receive-pack', pushBody('refs/tags/kept', '0'.repeat(40), Buffer.alloc(0), kept.oid), {}],
      [
        'git-upload-pack',
        Buffer.concat([packet(wants), packet('deepen 1'), flushPacket, packet('done\n')]),
        {},
      ],
      [
        'git-upload-pack',
        Buffer.concat([packet(wants), flushPacket, packet(`have ${head}\n`), flushPacket]),
        {},
      ],
      [
        'git-upload-pack',
        v2('fetch', `want ${head}`, `shallow ${head}`, 'deepen 2', 'done'),
        { 'git-protocol': 'version=2' },
      ],
      [
        'git-upload-pack',
        v2('fetch', `want ${head}`, `have ${head}`, 'thin-pack'),
        { 'git-protocol': 'version=2' },
      ],
      [
        'git-upload-pack',
        v2('fetch', `want ${kept.oid}`, 'include-tag', 'done'),
        { 'git-protocol': 'version=2' },
      ],
      [
        'git-upload-pack',
        v2('ls-refs', 'peel', 'symrefs', 'ref-prefix refs/tags/'),
        { 'git-protocol': 'version=2' },
      ],
    ];
    const runs = long ? 10_000 : 200;
    for (let run = 0; run < runs; run += 1) {
      const [service, sample, headers] = samples[random(samples.length)] ?? ['', Buffer.alloc(0), {}];
      const body = mutated(sample, random);
      const reply = await send(service, body, headers).catch((error: unknown) => ({
        status: 599,
        text: String(error),
      }));
      expect(reply.status, `run ${run} of seed ${seed}: ${reply.text.slice(0, 300)}`).toBeLessThan(500);
    }
    await client.git('.', 'clone', '-q', address(), 'after');
    const { code } = await client.run('after', 'fsck', '--strict');
    expect(code).toBe(0);
  });

  function mutated(sample: Buffer, random: (below: number) => number): Buffer {
    let body = Buffer.from(sample);
    for (let times = 1 + random(3); times > 0; times -= 1) {
      const at = random(body.length);
      const kind = random(6);
      if (kind === 0) body[at] = random(256);
      else if (kind === 1) body = body.subarray(0, at + 1);
      else if (kind === 2)
        body = Buffer.concat([
          body.subarray(0, at),
          Buffer.from([random(256), random(256)]),
          body.subarray(at),
        ]);
      else if (kind === 3) body = Buffer.concat([body, body.subarray(at)]);
      else if (kind === 4)
        body = Buffer.concat([body.subarray(0, at), body.subarray(Math.min(at + 4, body.length))]);
      else body[random(Math.min(body.length, 8))] = 0x30 + random(10);
      if (body.length === 0) body = Buffer.from('0000');
    }
    // Half of them with a right checksum, so that the damage is met further in.
    const start = body.indexOf('PACK');
    if (start < 0 || random(2) === 0 || body.length < start + 40) return body;
    return Buffer.concat([body.subarray(0, start), summed(body.subarray(start, -20))]);
  }
});
