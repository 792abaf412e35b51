import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { tagNameFault } from './tag.ts';

/** Whether the stock git takes the name. */
function gitTakes(name: string): boolean {
  try {
    execFileSync('git', ['check-ref-format', `refs/tags/${name}`]);
    return true;
  } catch {
    return false;
  }
}

const good = ['v1', 'v1.0.0', 'Release/2026-11', 'a@b', 'ünï', 'x.y', '@x', 'a-', 'HEADs', '0'.repeat(39)];
const bad = [
  '',
  '/',
  'a/',
  '/a',
  'a//b',
  '.a',
  'a/.b',
  'a.lock',
  'a.lock/b',
  'a..b',
  'a.',
  'a b',
  'a~1',
  'a^{}',
  'a:b',
  'a?',
  'a*',
  'a[b',
  'a\\b',
  'a@{1}',
  'a\u0007',
  'a\u007f',
];
const ours = [
  '-a',
  'HEAD',
  '@',
  'e\u0301',
  'a\u202eb',
  'a\u200bb',
  'a\ufffd',
  'a'.repeat(201),
  'f'.repeat(40),
];

describe('tagNameFault', () => {
  it.each(good)('takes %j, as git does', (name) => {
    expect(tagNameFault(name)).toBeUndefined();
    expect(gitTakes(name)).toBe(true);
  });
  it.each(bad)('refuses %j, as git does', (name) => {
    expect(tagNameFault(name)).toMatch(/\.$/);
    expect(gitTakes(name)).toBe(false);
  });
  it.each(ours)('refuses %j, which could be taken for something else', (name) => {
    expect(tagNameFault(name)).toMatch(/\.$/);
  });
});
