import { describe, expect, it } from 'vitest';
import { isOwnOrigin, refuseCrossSite } from './same-origin.ts';

const address = 'http://127.0.0.1:4180';
const facts = (headers: Record<string, string>) => ({ header: (name: string) => headers[name] });

describe('refuseCrossSite', () => {
  it.each([
    [{ origin: 'http://127.0.0.1:4180' }],
    [{ origin: 'http://localhost:4180', host: 'localhost:4180' }],
    [{ origin: 'http://localhost:4180', host: 'LOCALHOST:4180' }],
    [{ 'sec-fetch-site': 'same-origin' }],
  ])('lets our own pages through: %j', (headers) => {
    expect(() => refuseCrossSite(facts(headers), address)).not.toThrow();
  });

  it.each([
    [{}],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'https://evil.example', host: '127.0.0.1:4180' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    [{ origin: 'null' }],
    [{ origin: 'http://127.0.0.1:4181', host: '127.0.0.1:4180' }],
    [{ origin: 'http://127.0.0.1:4180.evil.example' }],
    [{ origin: 'http://evil@127.0.0.1:4180', host: '127.0.0.1:4180' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('refuses everything else: %j', (headers) => {
    expect(() => refuseCrossSite(facts(headers), address)).toThrow('session.cross_site');
  });

  it('wants the scheme too when it is our configured address that counts', () => {
    expect(isOwnOrigin('http://app.example', undefined, 'https://app.example')).toBe(false);
    expect(isOwnOrigin('https://app.example', undefined, 'https://app.example/')).toBe(true);
  });
});
