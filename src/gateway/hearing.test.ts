import { describe, expect, it } from 'vitest';
import { saidIn } from './hearing.ts';

describe('what a provider says in its headers', () => {
  it('is its request id, and how much more may be asked', () => {
    expect(
      saidIn({
        'x-request-id': 'req_abc',
        'x-ratelimit-remaining-tokens': '149984',
        'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:00Z',
        'retry-after': '2',
        'openai-organization': 'org-of-ours',
        'set-cookie': ['a', 'b'],
        server: 'x',
      }),
    ).toEqual({
      requestId: 'req_abc',
      rateHeaders: {
        'x-ratelimit-remaining-tokens': '149984',
        'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:00Z',
        'retry-after': '2',
      },
    });
    expect(saidIn({ 'request-id': 'req_of_anthropic' }).requestId).toBe('req_of_anthropic');
  });

  it.each(['a\r\nset-cookie: b', '', '\u0000', 'é', 'x'.repeat(300)])('AT-53 %j goes no further', (value) => {
    expect(saidIn({ 'x-request-id': value, 'x-ratelimit-limit-requests': value })).toEqual({
      requestId: null,
      rateHeaders: {},
    });
  });
});
