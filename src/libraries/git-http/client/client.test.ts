import { describe, expect, it } from 'vitest';
import { blobOf, commitOf, type GitObject, gitObject } from '../../git/index.ts';
import { delimiterPacket, flushPacket, onBand, type Packet, packet } from '../pkt-line.ts';
import { lsRefsCommand, readCapabilities, readRefs } from './advertised.ts';
import { commitAt, filesOf, type Snapshot } from './files-of.ts';
import { remoteLimits } from './limits.ts';
import { packOf } from './pack-of.ts';
import { packetsOf } from './packets.ts';
import { remoteProblemCodes, remoteProblems } from './problems.ts';
import { followRedirect, readRemoteUrl } from './remote-url.ts';

const hosts = ['git.example.com', '127.0.0.1:4180'];
const coded = (reason: string) => expect.objectContaining({ code: `library.import.${reason}` });
const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

async function* arriving(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const packets = (...parts: readonly Buffer[]) => packetsOf(arriving(Buffer.concat(parts), 7), 1_000_000);
const all = async (from: AsyncIterable<Packet>): Promise<Packet[]> => {
  const found: Packet[] = [];
  for await (const one of from) found.push(one);
  return found;
};

describe('the address of a repository', () => {
  it('is read as it will be connected to', () => {
    expect(readRemoteUrl('HTTPS://Git.Example.com:443/Team/prompts.git/', hosts)).toEqual({
      origin: 'https://git.example.com',
      host: 'git.example.com',
      path: '/Team/prompts.git',
    });
    expect(readRemoteUrl('http://0x7f.0.0.1:4180/git/o/l.git', hosts).origin).toBe('http://127.0.0.1:4180');
  });

  it.each([
    ['git@git.example.com:team/x.git', 'git_bad_url'],
    ['file:///etc/passwd', 'git_bad_url'],
    ['ssh://git.example.com/x', 'git_bad_url'],
    ['https://me:canary@git.example.com/x', 'git_bad_url'],
    ['https://canary@git.example.com/x', 'git_bad_url'],
    ['https://git.example.com/x?token=canary', 'git_bad_url'],
    ['https://git.example.com/x#canary', 'git_bad_url'],
    ['https://git.example.com', 'git_bad_url'],
    [`https://git.example.com/${'x'.repeat(2_000)}`, 'git_bad_url'],
    ['https://evil.example/canary', 'host_not_allowed'],
    ['https://git.example.com:8443/canary', 'host_not_allowed'],
    ['https://git.example.com\\@evil.example/canary', 'git_bad_url'],
    ['http://169.254.169.254/latest/canary', 'host_not_allowed'],
    ['https://git.example.com./canary', 'host_not_allowed'],
  ])('refuses %s (%s) without repeating it', (url, reason) => {
    const error = refusal(() => readRemoteUrl(url, hosts));
    if (url.includes('\\')) expect(error).toMatchObject({ host: 'git.example.com' });
    else expect(error).toEqual(coded(reason));
    expect(String(error)).not.toContain('evil');
    if (!url.includes('\\')) expect(String(error)).not.toContain('canary');
  });

  it('follows redirects to the same question on the same host only', () => {
    const from = readRemoteUrl('http://git.example.com/a', hosts);
    const query = '/info/refs?service=git-upload-pack';
    expect(followRedirect(from, `/a.git${query}`)).toMatchObject({ path: '/a.git' });
    expect(followRedirect(from, `https://git.example.com/a${query}`)?.origin).toBe('https://git.example.com');
    const safe = readRemoteUrl('https://git.example.com/a', hosts);
    for (const location of [
      `https://evil.example/a${query}`,
      `//evil.example/a${query}`,
      `https://git.example.com:8443/a${query}`,
      `https://me:it@git.example.com/a${query}`,
      `http://git.example.com/a${query}`,
      'https://git.example.com/sign-in',
      '',
      'file:///a/info/refs?service=git-upload-pack',
    ])
      expect(followRedirect(safe, location), location).toBeUndefined();
  });
});

describe('what a server says', () => {
  it('is split into packets however it arrives', async () => {
    const sent = Buffer.concat([
      packet('one'),
      flushPacket,
      packet(Buffer.alloc(60_000, 1)),
      delimiterPacket,
    ]);
    for (const size of [1, 3, 65_536]) {
      const found = await all(packetsOf(arriving(sent, size), 100_000));
      expect(found).toEqual([Buffer.from('one'), 'flush', Buffer.alloc(60_000, 1), 'delimiter']);
    }
  });

  it.each([
    ['zzzz', 'git_bad_answer'],
    ['0003', 'git_bad_answer'],
    ['fff9', 'git_bad_answer'],
    ['0008ab', 'git_bad_answer'],
    ['00', 'git_bad_answer'],
    ['0008abcd'.repeat(20), 'git_too_large'],
  ])('is refused when it is %s (%s)', async (text, reason) => {
    await expect(all(packetsOf(arriving(Buffer.from(text), 5), 100))).rejects.toEqual(coded(reason));
  });

  it('names its capabilities, after a line for the service or without', async () => {
    const lines = ['version 2', 'agent=x', 'ls-refs=unborn', 'fetch=shallow filter', '__proto__=x'];
    const body = [...lines.map((line) => packet(`${line}\n`)), flushPacket];
    const service = [packet('# service=git-upload-pack\n'), flushPacket];
    for (const sent of [body, [...service, ...body]]) {
      const found = await readCapabilities(packets(...sent));
      expect([...found.keys()]).toEqual(['agent', 'ls-refs', 'fetch', '__proto__']);
      expect(lsRefsCommand(found, 'v1').toString()).toContain('ref-prefix refs/tags/v1\n');
    }
    for (const sent of [
      service,
      [packet('version 1\n'), flushPacket],
      [packet('version 2\n'), flushPacket],
      [packet(`${'0'.repeat(40)} capabilities^{}\0 x`), flushPacket],
    ])
      await expect(readCapabilities(packets(...sent))).rejects.toEqual(coded('git_not_a_repository'));
    const sha256 = [...body.slice(0, -1), packet('object-format=sha256\n'), flushPacket];
    await expect(readCapabilities(packets(...sha256))).rejects.toEqual(coded('git_bad_answer'));
  });

  it('names refs: a branch before a tag, whole names as they are', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(40));
    const sent = () =>
      packets(
        packet('unborn HEAD symref-target:refs/heads/main\n'),
        packet(`${a} refs/tags/v1 peeled:${c}\n`),
        packet(`${b} refs/heads/v1\n`),
        packet(`${c} refs/heads/v10\n`),
        flushPacket,
      );
    expect(await readRefs(sent(), 'v1')).toBe(b);
    expect(await readRefs(sent(), 'refs/tags/v1')).toBe(a);
    await expect(readRefs(sent(), undefined)).rejects.toEqual(coded('git_ref_not_found'));
    await expect(readRefs(sent(), 'v')).rejects.toEqual(coded('git_ref_not_found'));
    await expect(readRefs(packets(packet('x refs/heads/v\n')), 'v')).rejects.toEqual(coded('git_bad_answer'));
  });

  it('gives its pack between other parts, and no more than it may', async () => {
    const pack = Buffer.alloc(200_000, 7);
    const answer = [
      packet('shallow-info\n'),
      packet(`shallow ${'a'.repeat(40)}\n`),
      delimiterPacket,
      packet('packfile\n'),
      ...onBand(2, Buffer.from('counting')),
      ...onBand(1, pack),
      flushPacket,
    ];
    expect((await packOf(packets(...answer), 200_000)).equals(pack)).toBe(true);
    await expect(packOf(packets(...answer), 199_999)).rejects.toEqual(coded('git_too_large'));
    await expect(
      packOf(packets(...answer.slice(0, 4), ...onBand(3, Buffer.from('canary'))), 9),
    ).rejects.toEqual(coded('git_bad_answer'));
    for (const sent of [
      [],
      [flushPacket],
      answer.slice(0, 3),
      answer.slice(0, -1),
      [packet('ERR canary\n')],
    ]) {
      const error: unknown = await packOf(packets(...sent), 300_000).catch((caught: unknown) => caught);
      expect(error).toEqual(coded('git_bad_answer'));
      expect(String(error)).not.toContain('canary');
    }
  });
});

describe('the files of a commit', () => {
  const author = { name: 'A', email: 'a@example.com', at: new Date(0) };
  const treeWith = (...entries: readonly (readonly [mode: string, name: string | Buffer, of: GitObject])[]) =>
    gitObject(
      'tree',
      Buffer.concat(
        entries.flatMap(([mode, name, { oid }]) => [
          Buffer.from(`${mode} `),
          Buffer.from(name),
          Buffer.from([0]),
          Buffer.from(oid, 'hex'),
        ]),
      ),
    );
  const snapshot = (...objects: readonly GitObject[]): Snapshot => ({
    objects: new Map(objects.map((object) => [object.oid, object])),
    maxFileBytes: 1024,
    mayLack: false,
  });
  const text = blobOf('Hello');
  const long = blobOf('x'.repeat(1025));

  it('are listed with what is left out and why', () => {
    const inner = treeWith(['100664', 'b.prompt', text], ['100644', 'long.txt', long]);
    const root = treeWith(
      ['40000', '__proto__', inner],
      ['120000', 'link', text],
      ['160000', 'module', text],
      ['100644', Buffer.from([0xff]), text],
    );
    const given = snapshot(text, long, inner, root);
    const files = filesOf(given, root.oid, '', remoteLimits);
    expect(files.map((file) => [file.path, 'bytes' in file])).toEqual([
      ['__proto__/b.prompt', true],
      ['__proto__/long.txt', false],
      ['link', false],
      ['module', false],
      ['\uFFFD', false],
    ]);
    expect(filesOf(given, root.oid, '/__proto__/', remoteLimits)).toHaveLength(2);
    expect(() => filesOf(given, root.oid, 'link', remoteLimits)).toThrow('no such folder');
    expect(() => filesOf(given, root.oid, '..', remoteLimits)).toThrow('no such folder');
  });

  it('are looked for through tags, and only at commits', () => {
    const root = treeWith(['100644', 'a.prompt', text]);
    const commit = commitOf({ tree: root.oid, parents: [], author, message: 'A' });
    const tag = gitObject('tag', Buffer.from(`object ${commit.oid}\ntype commit\ntag a\n`));
    const given = snapshot(root, commit, tag, text);
    expect(commitAt(given, tag.oid, remoteLimits)).toEqual({ commit: commit.oid, tree: root.oid });
    expect(() => commitAt(given, text.oid, remoteLimits)).toThrow('git would not');
    expect(() => commitAt(snapshot(tag), tag.oid, remoteLimits)).toThrow('missing');
    expect(() => filesOf(snapshot(root), root.oid, '', remoteLimits)).toThrow('missing');
    expect(filesOf({ ...snapshot(root), mayLack: true }, root.oid, '', remoteLimits)).toMatchObject([
      { skipped: expect.stringContaining('KiB') },
    ]);
  });

  it('stop at a forest that a few trees make', () => {
    let tree = treeWith(['100644', 'a', text]);
    const objects = [text, tree];
    for (let level = 0; level < 12; level += 1) {
      const child = tree;
      tree = treeWith(...[...'abcdefghij'].map((name) => ['40000', name, child] as const));
      objects.push(tree);
    }
    const started = performance.now();
    expect(refusal(() => filesOf(snapshot(...objects), tree.oid, '', remoteLimits))).toEqual(
      coded('git_too_large'),
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

it('every refusal is in the list of codes', () => {
  const made = [
    remoteProblems.badUrl('x'),
    remoteProblems.hostNotAllowed(),
    remoteProblems.redirected(),
    remoteProblems.unreachable('x'),
    remoteProblems.notFound(),
    remoteProblems.needsLogin(true),
    remoteProblems.notGit(),
    remoteProblems.badAnswer('x'),
    remoteProblems.failed(500),
    remoteProblems.tooLarge('x'),
    remoteProblems.timedOut(1),
    remoteProblems.refNotFound(true),
    remoteProblems.folderNotFound(),
  ];
  expect(made).toHaveLength(Object.keys(remoteProblems).length);
  expect(made.map(({ code }) => code).sort()).toEqual([...remoteProblemCodes].sort());
});
