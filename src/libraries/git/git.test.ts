import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { readTree as readTreeOfJustGit } from 'just-git/repo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  blobOf,
  commitOf,
  type GitObject,
  type ListedFile,
  listTree,
  readTree,
  treeOf,
  treesOf,
} from './index.ts';

/** The stock git is the judge: what it does not accept is not git. */
let folder: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: 'pipe' });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-git-'));
  git('init', '-q', '--bare', '.');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function store(...objects: readonly GitObject[]): void {
  for (const { oid, type, content } of objects) {
    const place = join(folder, 'objects', oid.slice(0, 2));
    mkdirSync(place, { recursive: true });
    const header = Buffer.from(`${type} ${content.length}\0`);
    writeFileSync(join(place, oid.slice(2)), deflateSync(Buffer.concat([header, content])));
  }
}

const blob = blobOf('text\n');
const file: ListedFile = { mode: '100644', oid: blob.oid };
const signature = {
  name: 'Carla',
  email: 'per_1@northwind.countersign.invalid',
  at: new Date('2026-03-02T09:00:00Z'),
};

/** Names that sort differently as bytes, as UTF-16 and by locale, and around `/` (0x2f). */
const segment = fc
  .string({
    unit: fc.constantFrom('a', 'B', 'b', '-', '.', '0', ' ', 'é', '￿', '😀', '_'),
    minLength: 1,
    maxLength: 4,
  })
  .filter((name) => name !== '.' && name !== '..');
const listings = fc
  .array(fc.array(segment, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((paths) => {
    const kept = new Map<string, ListedFile>();
    for (const path of paths.map((segments) => segments.join('/'))) {
      const clashes = [...kept.keys()].some(
        (other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
      );
      if (!clashes) kept.set(path, file);
    }
    return kept;
  });

describe('git objects', () => {
  it('have the names that git gives them', () => {
    const oid = execFileSync('git', ['hash-object', '--stdin'], { input: 'text\n', encoding: 'utf8' }).trim();
    expect(blob.oid).toBe(oid);
  });

  it('make trees that git, just-git and we read alike, whatever the names', async () => {
    const commits: string[] = [];
    await fc.assert(
      fc.asyncProperty(listings, async (listing) => {
        const { root, trees } = treesOf(listing);
        const commit = commitOf({
          tree: root.oid,
          parents: commits.slice(-1),
          author: signature,
          message: 'Edit',
        });
        store(blob, ...trees, commit);
        commits.push(commit.oid);
        const listed = git('ls-tree', '-r', '-z', '--name-only', commit.oid).split('\0').filter(Boolean);
        expect(new Set(listed)).toEqual(new Set(listing.keys()));
        const contents = new Map(trees.map((tree) => [tree.oid, tree.content]));
        expect(new Map(await listTree(root.oid, async () => contents))).toEqual(new Map(listing));
        expect(await readWithJustGit(root)).toEqual(readTree(root.content));
      }),
      { numRuns: 40 },
    );
    git('update-ref', 'refs/heads/main', commits.at(-1) ?? '');
    expect(git('fsck', '--strict', '--full', '--no-dangling')).toBe('');
    expect(git('rev-list', '--count', 'main').trim()).toBe(String(commits.length));
  });

  it('make commits that survive hostile names and messages', () => {
    const { root, trees } = treesOf(new Map([['a.prompt', file]]));
    const names = ['Eve <root@x>\nauthor Mallory', '<>', '', '  .,;', 'Ünï\u0000cödé 😀'];
    for (const name of names) {
      const commit = commitOf({
        tree: root.oid,
        parents: [],
        author: { ...signature, name },
        message: 'First\n\nparent 0000000000000000000000000000000000000000\0\n\n',
      });
      store(blob, ...trees, commit);
      git('update-ref', 'refs/heads/main', commit.oid);
      expect(git('fsck', '--strict', '--full', '--no-dangling')).toBe('');
      const [author, email, at, parents] = git('log', '-1', '--format=%an%n%ae%n%aI%n%P', 'main').split('\n');
      expect(author).not.toMatch(/[<>]/);
      expect([email, at, parents]).toEqual([signature.email, '2026-03-02T09:00:00+00:00', '']);
    }
  });

  it('refuses to read a damaged tree', () => {
    const { content } = treeOf([{ mode: '100644', name: 'a', oid: blob.oid }]);
    expect(() => readTree(content.subarray(0, content.length - 1))).toThrow('a stored tree is whole');
    expect(() => readTree(Buffer.from('999 a\0aaaaaaaaaaaaaaaaaaaa'))).toThrow('known modes');
  });
});

async function readWithJustGit(tree: GitObject) {
  const refuse = () => Promise.reject(new Error('not needed'));
  const objectStore = {
    read: () => Promise.resolve({ type: tree.type, content: tree.content }),
    write: refuse,
    exists: () => Promise.resolve(true),
    ingestPack: refuse,
    ingestPackStream: refuse,
    findByPrefix: refuse,
  };
  const refStore = {
    readRef: refuse,
    writeRef: refuse,
    deleteRef: refuse,
    listRefs: refuse,
    compareAndSwapRef: refuse,
  };
  const entries = await readTreeOfJustGit({ objectStore, refStore }, tree.oid);
  return entries.map(({ mode, name, hash }) => ({ mode, name, oid: hash }));
}
