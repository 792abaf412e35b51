import { describe, expect, it } from 'vitest';
import { isListed, readHostList } from './host-list.ts';

describe('a list of hosts', () => {
  it('reads hosts with and without ports', () => {
    expect(readHostList(' Git.Example.com, 10.0.0.5:3000,[::1]:80,,x:443, git.example.com')).toEqual([
      'git.example.com',
      '10.0.0.5:3000',
      '[::1]:80',
      'x:443',
    ]);
    expect(readHostList('')).toEqual([]);
  });

  it.each([
    'https://git.example.com',
    'git.example.com/team',
    'me@git.example.com',
    '127.1',
    '0x7f.0.0.1',
    'a b',
    'x:99999',
    'x:',
    'x?y',
    '*.example.com',
    'bücher.example',
  ])('refuses %j', (text) => {
    expect(readHostList(text)).toBeUndefined();
  });

  it.each([
    ['git.example.com', 'https://git.example.com/x', true],
    ['git.example.com', 'http://git.example.com:80/x', true],
    ['git.example.com', 'http://git.example.com:8080/x', false],
    ['git.example.com:443', 'https://git.example.com/x', true],
    ['git.example.com:443', 'http://git.example.com/x', false],
    ['git.example.com:8080', 'http://git.example.com:8080/x', true],
    ['git.example.com', 'http://git.example.com.evil.example/x', false],
    ['git.example.com', 'http://evil.example/git.example.com', false],
    ['git.example.com', 'http://evil.example#git.example.com', false],
    ['127.0.0.1', 'http://0x7f.1/x', true],
    ['[::1]', 'http://[0:0::1]/x', true],
    ['', 'http://git.example.com/x', false],
  ])('%j lists %s: %s', (list, url, listed) => {
    expect(isListed(readHostList(list) ?? [], new URL(url))).toBe(listed);
  });
});
