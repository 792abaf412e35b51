import { describe, expect, it } from 'vitest';
import { Problem } from '../../platform/problem.ts';
import { planMove } from './plan-move.ts';
import { renamedSkill } from './renamed-skill.ts';

const paths = [
  'a.prompt',
  'b.prompt',
  'mail/x.prompt',
  'mail/deep/y.prompt',
  'mailbox.txt',
  'pdf/SKILL.md',
  'pdf/run.py',
];
const codeOf = (from: string, to: string, all = paths): string => {
  try {
    planMove(all, from, to);
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'planned';
};

describe('planMove', () => {
  it('moves a file, and a folder with all below it and nothing beside it', () => {
    expect([...planMove(paths, 'a.prompt', 'mail/a.prompt')]).toEqual([['a.prompt', 'mail/a.prompt']]);
    expect([...planMove(paths, 'mail/', 'post/in/')]).toEqual([
      ['mail/deep/y.prompt', 'post/in/deep/y.prompt'],
      ['mail/x.prompt', 'post/in/x.prompt'],
    ]);
  });

  it('moves a folder into itself and out of itself', () => {
    expect(planMove(paths, 'mail/', 'mail/deep/').get('mail/deep/y.prompt')).toBe('mail/deep/deep/y.prompt');
    expect(planMove(paths, 'mail/deep/', 'mail/').get('mail/deep/y.prompt')).toBe('mail/y.prompt');
  });

  it('takes a skill as its folder, whatever of it is named', () => {
    const whole = [
      ['pdf/SKILL.md', 'read/SKILL.md'],
      ['pdf/run.py', 'read/run.py'],
    ];
    expect([...planMove(paths, 'pdf/SKILL.md', 'read/SKILL.md')]).toEqual(whole);
    expect([...planMove(paths, 'pdf/SKILL.md', 'read/')]).toEqual(whole);
    expect(codeOf('pdf/SKILL.md', 'read/skill.txt')).toBe('asset.bad_path');
  });

  it('refuses to overwrite, to leave as it is, and what is not there', () => {
    expect(codeOf('a.prompt', 'b.prompt')).toBe('asset.move.exists');
    expect(codeOf('mail/', 'pdf/', [...paths, 'pdf/x.prompt'])).toBe('asset.move.exists');
    expect(codeOf('a.prompt', 'a.prompt')).toBe('asset.bad_path');
    expect(codeOf('none.prompt', 'c.prompt')).toBe('asset.bad_path');
    expect(codeOf('none/', 'c/')).toBe('asset.bad_path');
    expect(codeOf('mail', 'post')).toBe('asset.bad_path');
  });

  it.each([
    ['a.prompt', '../a.prompt'],
    ['a.prompt', '/a.prompt'],
    ['a.prompt', '.git/config'],
    ['a.prompt', 'x/.GIT/a.prompt'],
    ['a.prompt', 'c//d.prompt'],
    ['a.prompt', 'folder/'],
    ['mail/', 'a.txt'],
    ['mail/', '/'],
    ['/', 'all/'],
    ['a.prompt', 'nul\0.prompt'],
    ['a.prompt', `${'long/'.repeat(250)}a.prompt`],
  ])('refuses %j to %j', (from, to) => {
    expect(codeOf(from, to)).toBe('asset.bad_path');
  });

  it('takes a folder of 2,000 files and no more', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `many/${at}.txt`);
    expect(planMove(many(2_000), 'many/', 'few/').size).toBe(2_000);
    expect(codeOf('many/', 'few/', many(2_001))).toBe('commit.too_large');
  });
});

describe('renamedSkill', () => {
  it('gives the skill the name of its new folder and touches nothing else', () => {
    const text = '---\r\nname: pdf\r\ndescription: name: pdf\r\n---\r\nname: pdf\r\n';
    expect(renamedSkill(text, 'pdf/SKILL.md', 'x/read/SKILL.md')).toBe(
      '---\r\nname: read\r\ndescription: name: pdf\r\n---\r\nname: pdf\r\n',
    );
    expect(renamedSkill(text, 'pdf/SKILL.md', 'x/pdf/SKILL.md')).toBe(text);
    expect(renamedSkill('---\nname: "pdf"\n---\n', 'pdf/SKILL.md', 'read/SKILL.md')).toBe(
      '---\nname: "pdf"\n---\n',
    );
  });
});
