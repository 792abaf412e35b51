import { describe, expect, it } from 'vitest';
import { guardedLookup, isForbiddenAddress } from '../platform/outgoing-address.ts';
import { readBaseUrl } from './base-url.ts';

describe('AT-49 the base URL of a provider', () => {
  it.each([
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['http://10.1.2.3:8000', 'http://10.1.2.3:8000'],
    ['HTTPS://Models.Example.COM', 'https://models.example.com'],
    ['http://[::1]:8000/v1', 'http://[::1]:8000/v1'],
  ])('%s is %s', (text, url) => {
    expect(readBaseUrl(text)).toBe(url);
  });

  it.each([
    'ftp://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'api.openai.com',
    '',
    'https://me:secret@example.com/v1',
    'https://example.com/v1?key=1',
    'http://169.254.169.254/latest/meta-data',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://metadata.google.internal/',
    'http://METADATA.google.internal./',
    'http://0.0.0.0/',
    'http://100.100.100.200/',
    'http://168.63.129.16/machine',
    'http://0/',
    'http://0.0.0.1/',
    'http://169.254.43518/',
    'http://0xA9.0xFE.0xA9.0xFE/',
    'http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
    'http://169.254.169.254.:80/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::169.254.169.254]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://[0:0:0:0:0:ffff:169.254.169.254]/',
    'http://[::]/',
    'http://instance-data/latest/',
    'https://example.com/v1#@169.254.169.254',
    'http://user@169.254.169.254/',
    'gopher://169.254.169.254/',
  ])('refuses %s', (text) => {
    expect(() => readBaseUrl(text)).toThrow(
      expect.objectContaining({ code: 'provider.base_url_refused', status: 422 }),
    );
  });
});

it('AT-49 forbids link-local addresses in every notation of an address', () => {
  expect(['169.254.1.1', '::ffff:a9fe:a9fe', 'fe80::abcd', '::'].map(isForbiddenAddress)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['127.0.0.1', '::1', '8.8.8.8', 'example.com'].map(isForbiddenAddress)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it('AT-49 what a name leads to is looked at when it is connected to, and that address is the one that is connected to', async () => {
  // A name that was harmless when it was set, and leads elsewhere now: refused with every address that it has.
  const resolved = (address: string, all: boolean) =>
    new Promise<unknown>((resolve) => {
      guardedLookup(address, { all }, (error, found) => resolve(error ?? found));
    });
  expect(await resolved('169.254.169.254', true)).toBeInstanceOf(Error);
  expect(await resolved('::ffff:169.254.169.254', false)).toBeInstanceOf(Error);
  expect(await resolved('127.0.0.1', true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
});

it('resolves a name to what is allowed', async () => {
  const address = await new Promise((resolve, reject) => {
    guardedLookup('localhost', { all: false }, (error, found) => (error ? reject(error) : resolve(found)));
  });
  expect(['127.0.0.1', '::1']).toContain(address);
});
