import { describe, expect, it } from 'vitest';
import { Problem } from '../platform/problem.ts';
import { checkFiles, type FileChange } from './check-files.ts';
import { fileLimits } from './library.ts';
import { partialPaths, riskTierOf, titleOf } from './prompt-facts.ts';

function refusal(...files: FileChange[]): Problem {
  try {
    checkFiles(files);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('files of a commit', () => {
  it.each(['../x', '/x', 'a//b', '.git/config', 'a/.GIT/x', 'a\\b', 'a\u0000b', '', 'git~1'])(
    'refuses the path %j',
    (path) => {
      expect(refusal({ path, text: 'x' })).toMatchObject({ code: 'asset.bad_path', status: 422 });
      expect(refusal({ path, delete: true })).toMatchObject({ code: 'asset.bad_path' });
    },
  );

  it('refuses a path twice, half characters, and what is too large', () => {
    expect(refusal({ path: 'a', text: '1' }, { path: 'a', delete: true }).code).toBe('asset.bad_path');
    expect(refusal({ path: 'a', text: '\ud800' }).code).toBe('asset.bad_text');
    const large = 'x'.repeat(fileLimits.bytesPerFile);
    checkFiles([{ path: 'a', text: large }]);
    expect(refusal({ path: 'a', text: `${large}x` }).code).toBe('commit.too_large');
    const many = Array.from({ length: fileLimits.filesPerCommit + 1 }, (_, at) => ({
      path: `f${at}`,
      text: '',
    }));
    checkFiles(many.slice(1));
    expect(refusal(...many).code).toBe('commit.too_large');
    const long = Array.from({ length: 99 }, (_, at) => ({ path: `${'p'.repeat(250)}${at}`, text: '' }));
    expect(refusal(...long).code).toBe('commit.too_large');
  });

  it('refuses an unparsable prompt with file, line and column, and lets other kinds be', () => {
    const problem = refusal({ path: 'ok.prompt', text: 'Hi' }, { path: 'bad.prompt', text: 'Hi\n{{#if x}}' });
    expect(problem).toMatchObject({ code: 'prompt.unparsable', status: 422 });
    expect(problem.detail).toContain('bad.prompt, line 2');
    expect(problem.more).toMatchObject({ faults: [{ file: 'bad.prompt' }] });
    checkFiles([{ path: 'notes.md', text: '{{#if x}}' }]);
  });
});

describe('facts of a prompt', () => {
  const text =
    '---\ncountersign:\n  purpose: |\n    Sums up a claim.\n    In detail.\n  riskTier: high\n---\nHi';

  it('titles with the first line of description or purpose', () => {
    expect(titleOf('a.prompt', text)).toBe('Sums up a claim.');
    expect(titleOf('a.prompt', '---\ndescription: Greets\n---\nHi')).toBe('Greets');
    expect(titleOf('a.prompt', '---\ndescription: "x\\0y"\n---\nHi')).toBe('xy');
    expect(titleOf('a.prompt', 'Hi')).toBeNull();
    expect(titleOf('a.prompt', '{{#if')).toBeNull();
    expect(titleOf('README.md', text)).toBeNull();
  });

  it('knows the risk tier that is claimed, and where partials lie', () => {
    expect(riskTierOf('a.prompt', text)).toBe('high');
    expect(riskTierOf('a.prompt', '{{#if')).toBeUndefined();
    expect(partialPaths('sign')).toEqual(['_sign.prompt', 'sign.prompt']);
    expect(partialPaths('shared/sign')).toEqual(['shared/_sign.prompt', 'shared/sign.prompt']);
  });
});
