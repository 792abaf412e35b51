import { describe, expect, it } from 'vitest';
import { Problem } from '../../platform/problem.ts';
import { gitObject } from '../git/index.ts';
import { readPushedTag } from './read-tag.ts';

const commit = '1'.repeat(40);
const good = `object ${commit}\ntype commit\ntag v1\ntagger A <a@example.com> 1 +0000\n\nOne\n`;
const read = (text: string) => readPushedTag(gitObject('tag', Buffer.from(text)));

function codeOf(text: string): string {
  try {
    return read(text);
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

describe('readPushedTag', () => {
  it('gives the commit of a tag with or without a message, signed or not', () => {
    expect(read(good)).toBe(commit);
    expect(read(good.slice(0, -5))).toBe(commit);
    expect(read(`${good}-----BEGIN PGP SIGNATURE-----\n\nx\n`)).toBe(commit);
  });

  it.each([
    ['', 'git.bad_object'],
    [good.replace('object 1', 'object G'), 'git.bad_object'],
    [good.replace('type commit', 'type thing'), 'git.bad_object'],
    [good.replace('tag v1', 'tag v..1'), 'git.bad_object'],
    [good.replace('tag v1\n', ''), 'git.bad_object'],
    [good.replace('A <', '<'), 'git.bad_object'],
    [good.replace(' 1 +0000', ' 01 +0000'), 'git.bad_object'],
    [good.replace('+0000\n', '+0000\nno header\n').replace('no header', 'noheader'), 'git.bad_object'],
    [good.slice(0, 99), 'git.bad_object'],
    [good.replace('One', 'O\0ne'), 'git.bad_object'],
    [good.replace('type commit', 'type tag'), 'tag.not_a_commit'],
    [good.replace('One', 'x'.repeat(65_536)), 'git.too_large'],
  ])('refuses %j: %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
