import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blameLines, type Origin } from './blame-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-blame-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const git = (args: readonly string[], input = '') =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: 'pipe', input });

/** One commit of a made-up history. */
interface Made {
  readonly text: string;
  readonly parents: readonly number[];
  readonly generation: number;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A history of commits and merges. Each line has a rank and stands in its order, so that there is one shortest difference only:
 * where there are several, git's choice is a matter of taste.
 */
function madeHistory(seed: number, count: number): Made[] {
  const random = randomFrom(seed);
  const commits: { lines: number[]; parents: number[] }[] = [];
  const edited = (lines: readonly number[]) => {
    const kept = lines.filter(() => random() > 0.12);
    const added = Array.from({ length: 1 + Math.floor(random() * 4) }, () => random());
    return [...kept, ...added].sort((a, b) => a - b);
  };
  for (let at = 0; at < count; at += 1) {
    const pick = () => Math.max(0, at - 1 - Math.floor(random() * 5));
    const [one, other] = [pick(), pick()];
    const first = commits[one]?.lines ?? [];
    const second = commits[other]?.lines ?? [];
    if (at === 0) commits.push({ lines: edited(Array.from({ length: 12 }, random)), parents: [] });
    else if (one === other || random() < 0.6) commits.push({ lines: edited(first), parents: [one] });
    else {
      // Everything of both, one side whole, a part of each, or a part of each and something of its own.
      const style = random();
      const union = [...new Set([...first, ...second])].sort((a, b) => a - b);
      const part = union.filter(() => random() > 0.2);
      const lines = style < 0.3 ? union : style < 0.5 ? second : style < 0.8 ? part : edited(part);
      commits.push({ lines, parents: [one, other] });
    }
  }
  const made: Made[] = [];
  for (const { lines, parents } of commits) {
    const generation = 1 + Math.max(0, ...parents.map((parent) => made[parent]?.generation ?? 0));
    made.push({ text: lines.map((line) => `line ${line}\n`).join(''), parents, generation });
  }
  return made;
}

/** The same history in a repository of the stock git; the oid of each commit. */
function imported(name: string, commits: readonly Made[]): string[] {
  const stream = commits.map(({ text, parents, generation }, at) => {
    const message = `c${at}`;
    const [from, ...merges] = parents;
    return [
      `commit refs/heads/${name}-${at}`,
      `mark :${at + 1}`,
      `committer Somebody <s@example.com> ${1_700_000_000 + generation} +0000`,
      `data ${message.length}\n${message}`,
      ...(from === undefined ? [] : [`from :${from + 1}`]),
      ...merges.map((merge) => `merge :${merge + 1}`),
      'deleteall',
      'M 100644 inline f.prompt',
      `data ${text.length}\n${text}`,
    ].join('\n');
  });
  git(['fast-import', '--quiet'], `${stream.join('\n')}\n`);
  const refs = git(['for-each-ref', '--format=%(refname:short) %(objectname)']).split('\n');
  const oids = new Map(refs.map((line) => [line.split(' ')[0], line.split(' ')[1] ?? '']));
  return commits.map((_, at) => oids.get(`${name}-${at}`) ?? '');
}

/** The oid of each line, as the stock git tells it. */
function stockBlame(oid: string): string[] {
  return git(['blame', '--porcelain', oid, '--', 'f.prompt'])
    .split('\n')
    .flatMap((line) => /^([0-9a-f]{40}) \d+ \d+/.exec(line)?.[1] ?? []);
}

const loader =
  (commits: readonly Made[]) =>
  async (key: string): Promise<Origin> => {
    const commit = commits[Number(key)];
    if (commit === undefined) throw new Error(`no commit ${key}`);
    const { text, generation } = commit;
    // As history is simplified: a commit that has what a parent has is that parent's.
    const same = commit.parents.find((parent) => commits[parent]?.text === text);
    return {
      text,
      generation,
      parents: (same === undefined ? commit.parents : [same]).map(String),
      isBoundary: false,
    };
  };

describe('the stock git as oracle', () => {
  git(['init', '-q', '--bare', '.']);
  it.each([1, 2, 3, 4, 5])('tells the same, seed %i', async (seed) => {
    const commits = madeHistory(seed, 60);
    const oids = imported(`s${seed}`, commits);
    let lines = 0;
    for (const at of [40, 57, 58, 59]) {
      const ours = (await blameLines(`${at}`, loader(commits))).flatMap(({ count, origin }) =>
        new Array<string | undefined>(count).fill(oids[Number(origin)]),
      );
      const theirs = commits[at]?.text === '' ? [] : stockBlame(oids[at] ?? '');
      expect(ours, `seed ${seed}, commit ${at}`).toEqual(theirs);
      lines += ours.length;
    }
    expect(lines).toBeGreaterThan(30);
    expect(commits.filter(({ parents }) => parents.length === 2).length).toBeGreaterThan(5);
  });
});

describe('blame', () => {
  const origin = (text: string, generation: number, parents: string[] = [], isBoundary = false): Origin => ({
    text,
    generation,
    parents,
    isBoundary,
  });
  const of = (all: Record<string, Origin>, start: string, budget?: number) =>
    blameLines(start, async (key) => all[key] ?? origin('', 0), budget);

  it('gives lines of a merge to who wrote them, and only what the merge wrote to the merge', async () => {
    const all = {
      base: origin('a\nb\n', 1),
      ours: origin('ours\na\nb\n', 2, ['base']),
      theirs: origin('a\nb\ntheirs\n', 2, ['base']),
      merge: origin('ours\na\nmerged\nb\ntheirs\n', 3, ['ours', 'theirs']),
    };
    expect(await of(all, 'merge')).toEqual([
      { line: 1, count: 1, origin: 'ours' },
      { line: 2, count: 1, origin: 'base' },
      { line: 3, count: 1, origin: 'merge' },
      { line: 4, count: 1, origin: 'base' },
      { line: 5, count: 1, origin: 'theirs' },
    ]);
  });

  it('has nothing to say of an empty text, and one line without an end is a line', async () => {
    expect(await of({ one: origin('', 1) }, 'one')).toEqual([]);
    expect(await of({ one: origin('x', 1) }, 'one')).toEqual([{ line: 1, count: 1, origin: 'one' }]);
  });

  it('says where it stopped: at a boundary, and when the work is too much', async () => {
    const all = {
      old: origin('a\n', 0, [], true),
      one: origin('a\nb\n', 1, ['old']),
      two: origin('a\nb\nc\n', 2, ['one']),
    };
    expect(await of(all, 'two')).toEqual([
      { line: 1, count: 1, origin: null },
      { line: 2, count: 1, origin: 'one' },
      { line: 3, count: 1, origin: 'two' },
    ]);
    expect(await of(all, 'two', 1)).toEqual([
      { line: 1, count: 2, origin: null },
      { line: 3, count: 1, origin: 'two' },
    ]);
  });
});
