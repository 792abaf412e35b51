import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startStockServer } from '../../../../test/bench/library-scale/stock-server.ts';
import { type GitClient, gitClient } from '../../../../test/support/git-client.ts';
import { delimiterPacket, flushPacket, onBand, packet } from '../pkt-line.ts';
import { fetchRemoteFiles, type RemoteRequest } from './fetch-remote.ts';
import { type RemoteLimits, remoteLimits } from './limits.ts';

const hostOf = (address: string) => new URL(address).host;
const texts = (files: Awaited<ReturnType<typeof fetchRemoteFiles>>['files']) =>
  Object.fromEntries(
    files.map((file) => [file.path, 'bytes' in file ? Buffer.from(file.bytes).toString() : file.skipped]),
  );

describe('from the stock git', () => {
  let client: GitClient;
  let stock: Awaited<ReturnType<typeof startStockServer>>;
  let first: string;
  let second: string;

  beforeAll(async () => {
    client = gitClient();
    await client.git('.', 'init', '-q', 'work');
    first = await client.commit('work', 'First', { 'a.prompt': 'One', 'deep/er/b.prompt': 'Two' });
    await client.git('work', 'tag', '-a', '-m', 'Version 1', 'v1');
    await client.git('work', 'tag', '-a', '-m', 'Of a tag', 'again', 'v1');
    second = await client.commit('work', 'Second', {
      'a.prompt': 'One, changed',
      'large.txt': 'x'.repeat(300_000),
      'image.bin': new Uint8Array([0, 255, 1]),
    });
    await client.git('work', 'branch', 'next/one', first);
    await client.git('.', 'clone', '-q', '--bare', 'work', 'bare.git');
    await client.git('.', 'init', '-q', '--bare', 'empty.git');
    stock = await startStockServer(client.folder);
  });
  afterAll(async () => {
    await stock.stop();
    client.remove();
  });
  const take = (request: Partial<RemoteRequest> = {}, limits: RemoteLimits = remoteLimits) =>
    fetchRemoteFiles([hostOf(stock.address)], { url: `${stock.address}/bare.git`, ...request }, limits);

  it('takes the files of HEAD, and says of what is left out why', async () => {
    const { from, commit, files } = await take();
    expect({ from, commit }).toEqual({ from: `${hostOf(stock.address)}/bare.git`, commit: second });
    expect(texts(files)).toMatchObject({
      'a.prompt': 'One, changed',
      'deep/er/b.prompt': 'Two',
      'large.txt': expect.stringContaining('256 KiB'),
    });
  });

  it.each(['v1', 'again', 'next/one', 'refs/heads/next/one', 'refs/tags/v1'])('takes %s', async (ref) => {
    const { commit, files } = await take({ ref });
    expect(commit).toBe(first);
    expect(texts(files)).toEqual({ 'a.prompt': 'One', 'deep/er/b.prompt': 'Two' });
  });

  it('takes a folder, from there', async () => {
    expect(texts((await take({ folder: 'deep' })).files)).toEqual({ 'er/b.prompt': 'Two' });
  });

  it('takes the same from a server that leaves out large files', async () => {
    await client.git('bare.git', 'config', 'uploadpack.allowFilter', 'true');
    const { files } = await take();
    expect(texts(files)['large.txt']).toContain('256 KiB');
    expect(files).toHaveLength(4);
  });

  it.each([
    [{ ref: 'nowhere' }, 'git_ref_not_found'],
    [{ folder: 'no/where' }, 'git_folder_not_found'],
    [{ folder: 'a.prompt' }, 'git_folder_not_found'],
  ])('refuses %j', async (request, reason) => {
    await expect(take(request)).rejects.toMatchObject({ code: `library.import.${reason}` });
  });

  it('refuses what is not there, what is empty and what is too much', async () => {
    const at = (path: string) => take({ url: `${stock.address}/${path}` });
    await expect(at('none.git')).rejects.toMatchObject({ code: 'library.import.git_not_found' });
    await expect(at('empty.git')).rejects.toMatchObject({ code: 'library.import.git_ref_not_found' });
    const small = { ...remoteLimits, packBytes: 300 };
    await expect(take({}, small)).rejects.toMatchObject({ code: 'library.import.git_too_large' });
    const few = { ...remoteLimits, files: 2 };
    await expect(take({}, few)).rejects.toMatchObject({ code: 'library.import.git_too_large' });
  });

  it('refuses a file that no library and no reader of packs takes', async () => {
    await client.git('.', 'init', '-q', 'heavy');
    await client.commit('heavy', 'Heavy', { 'model.bin': Buffer.alloc(2_000_000, 'ab') });
    await expect(take({ url: `${stock.address}/heavy/.git` })).rejects.toMatchObject({
      code: 'library.import.git_too_large',
    });
  });
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('from a server that means harm', () => {
  const stops: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function serve(answer: Answer) {
    const asked: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      asked.push(request);
      response.on('error', () => undefined);
      request.resume();
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    stops.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return { host: `127.0.0.1:${address.port}`, asked, server };
  }

  const canary = 'canary-5f1d';
  const limits: RemoteLimits = { ...remoteLimits, totalMs: 20_000 };
  const impatient: RemoteLimits = { ...remoteLimits, totalMs: 1_500 };

  /** What it is refused with, in how long, and that no secret is in it. */
  async function refused(answer: Answer, more: readonly string[] = [], within = limits) {
    const served = await serve(answer);
    const before = process.memoryUsage().rss;
    const startedMs = performance.now();
    const request = { url: `http://${served.host}/team/x.git`, token: canary };
    const error: unknown = await fetchRemoteFiles([served.host, ...more], request, within).catch(
      (caught: unknown) => caught,
    );
    expect(performance.now() - startedMs).toBeLessThan(within.totalMs + 5_000);
    expect((process.memoryUsage().rss - before) / 1_048_576).toBeLessThan(200);
    if (!(error instanceof Error)) throw new Error('it was not refused');
    const words = `${JSON.stringify(error)} ${error.stack} ${String(error.cause)} ${JSON.stringify(error.cause)}`;
    expect(words).not.toContain(canary);
    expect(words).not.toContain(Buffer.from(`x-access-token:${canary}`).toString('base64'));
    expect('code' in error ? error.code : error).toMatch(/^library\.import\.git_/);
    return { ...served, code: 'code' in error ? String(error.code).slice('library.import.'.length) : '' };
  }

  const advertised = Buffer.concat([
    ...['version 2', 'agent=x', 'ls-refs', 'fetch=shallow'].map((line) => packet(`${line}\n`)),
    flushPacket,
  ]);
  const typed = (kind: 'advertisement' | 'result') => ({
    'content-type': `application/x-git-upload-pack-${kind}`,
  });
  /** Says that it is a git server, then answers commands as the test wants. */
  const git =
    (command: (response: ServerResponse, name: string) => void): Answer =>
    (request, response) => {
      if (request.method === 'GET') return response.writeHead(200, typed('advertisement')).end(advertised);
      const listed = packet(`${'a'.repeat(40)} HEAD\n`);
      const isFirst =
        request.headers['content-length'] !== undefined && Number(request.headers['content-length']) < 90;
      response.writeHead(200, typed('result'));
      return isFirst ? response.end(Buffer.concat([listed, flushPacket])) : command(response, 'fetch');
    };
  const endless = (response: ServerResponse, piece: Buffer) => {
    const flood = () => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', flood);
    };
    flood();
  };
  const drip = (response: ServerResponse, piece: string) => {
    const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : response.write(piece)), 20);
  };
  const packfile = packet('packfile\n');

  it.each<[string, string, Answer]>([
    ['says nothing', 'git_timed_out', () => undefined],
    [
      'drips its head',
      'git_timed_out',
      ({ socket }) => {
        socket.on('error', () => undefined).write('HTTP/1.1 200 OK\r\nx-more: ');
        const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write('x')), 20);
      },
    ],
    [
      'drips what it can do',
      'git_timed_out',
      (_, response) => drip(response.writeHead(200, typed('advertisement')), '1'),
    ],
    [
      'never ends saying what it can do',
      'git_not_a_repository',
      (_, response) => endless(response.writeHead(200, typed('advertisement')), packet('agent=x\n')),
    ],
    [
      'can do very much',
      'git_too_large',
      (_, response) => endless(response.writeHead(200, typed('advertisement')), packet(Buffer.alloc(60_000))),
    ],
    [
      'is a web page',
      'git_not_a_repository',
      (_, response) => response.writeHead(200).end('<h1>Welcome</h1>'),
    ],
    [
      'is a page without an end',
      'git_not_a_repository',
      (_, response) =>
        endless(response.writeHead(200, { 'content-type': 'text/html' }), Buffer.alloc(65_536)),
    ],
    [
      'is a bomb of gzip',
      'git_not_a_repository',
      (_, response) =>
        response.writeHead(200, { ...typed('advertisement'), 'content-encoding': 'gzip' }).end('x'),
    ],
    [
      'speaks no packets',
      'git_bad_answer',
      (_, response) => response.writeHead(200, typed('advertisement')).end('garbage all the way'),
    ],
    [
      'speaks version 0',
      'git_not_a_repository',
      (_, response) =>
        response
          .writeHead(200, typed('advertisement'))
          .end(Buffer.concat([packet('# service=git-upload-pack\n'), flushPacket, packet('a HEAD\0x\n')])),
    ],
    ['wants a login', 'git_needs_login', (_, response) => response.writeHead(401).end(canary)],
    ['has no such thing', 'git_not_found', (_, response) => response.writeHead(404).end(canary)],
    ['breaks', 'git_refused', (_, response) => response.writeHead(500).end(canary)],
    ['breaks off', 'git_unreachable', (_, response) => response.destroy()],
    [
      'leads to another host',
      'git_redirected',
      (_, response) =>
        response.writeHead(302, { location: 'http://127.0.0.1:1/x/info/refs?service=git-upload-pack' }).end(),
    ],
    [
      'leads round and round, without an end',
      'git_redirected',
      (request, response) =>
        endless(response.writeHead(301, { location: request.url ?? '' }), Buffer.alloc(65_536)),
    ],
    [
      'repeats the token in an error',
      'git_bad_answer',
      git((response) => response.end(Buffer.concat([packfile, ...onBand(3, Buffer.from(canary))]))),
    ],
    ['says an error', 'git_bad_answer', git((response) => response.end(packet(`ERR ${canary}\n`)))],
    ['sends no pack', 'git_bad_answer', git((response) => response.end(flushPacket))],
    [
      'sends garbage as the pack',
      'git_bad_answer',
      git((response) =>
        response.end(Buffer.concat([packfile, ...onBand(1, Buffer.alloc(500, 'PACK')), flushPacket])),
      ),
    ],
    [
      'sends a pack without an end',
      'git_too_large',
      git((response) => {
        response.write(packfile);
        endless(response, Buffer.concat([...onBand(1, Buffer.alloc(65_000))]));
      }),
    ],
    [
      'chatters without an end',
      'git_too_large',
      git((response) => {
        response.write(packfile);
        endless(response, Buffer.concat([...onBand(2, Buffer.alloc(65_000))]));
      }),
    ],
    [
      'sends a pack byte by byte',
      'git_timed_out',
      git((response) => {
        response.write(packfile);
        drip(response, '1');
      }),
    ],
    [
      'ends in the middle',
      'git_bad_answer',
      git((response) =>
        response.end(Buffer.concat([packfile, ...onBand(1, Buffer.alloc(500))]).subarray(0, 300)),
      ),
    ],
    [
      'sends parts that nobody asked for',
      'git_bad_answer',
      git((response) => response.end(Buffer.concat([packet('packfile-uris\n'), delimiterPacket]))),
    ],
    [
      'redirects a command',
      'git_redirected',
      (request, response) =>
        request.method === 'GET'
          ? response.writeHead(200, typed('advertisement')).end(advertised)
          : response.writeHead(307, { location: '/elsewhere' }).end(),
    ],
  ])('one that %s is refused: %s', async (_, reason, answer) => {
    const within = reason === 'git_timed_out' ? impatient : limits;
    expect((await refused(answer, [], within)).code).toBe(reason);
  });

  it('sends the token to no other host, even one on the list', async () => {
    const other = await serve((_, response) => response.writeHead(404).end());
    const location = `http://${other.host}/x/info/refs?service=git-upload-pack`;
    const { code, asked } = await refused(
      (_, response) => response.writeHead(302, { location }).end(),
      [other.host],
    );
    expect(code).toBe('git_redirected');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`x-access-token:${canary}`).toString('base64')}`,
    );
    expect(other.asked).toEqual([]);
  });

  it('follows at most three redirects on the host', async () => {
    let count = 0;
    const { code, asked } = await refused((_, response) => {
      count += 1;
      response.writeHead(302, { location: `/${count}/info/refs?service=git-upload-pack` }).end();
    });
    expect({ code, asked: asked.length }).toEqual({ code: 'git_redirected', asked: 4 });
  });

  it('says when nobody is there', async () => {
    const { host, server } = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const request = { url: `http://${host}/x.git`, token: canary };
    await expect(fetchRemoteFiles([host], request, limits)).rejects.toMatchObject({
      code: 'library.import.git_unreachable',
      status: 502,
    });
    const https = { url: `https://${host}/x.git`, token: canary };
    await expect(fetchRemoteFiles([host], https, limits)).rejects.toMatchObject({
      code: 'library.import.git_unreachable',
    });
  });

  it('asks nobody who is not on the list', async () => {
    const { host, asked } = await serve((_, response) => response.end());
    const request = { url: `http://${host}/x.git` };
    expect(() => fetchRemoteFiles([], request)).toThrow('COUNTERSIGN_IMPORT_HOSTS');
    expect(() => fetchRemoteFiles(['127.0.0.1'], request)).toThrow('COUNTERSIGN_IMPORT_HOSTS');
    expect(asked).toEqual([]);
  });
});
