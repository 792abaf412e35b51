import { describe, expect, it } from 'vitest';
import { isSecret, newKey, parseKey, sha256 } from './key.ts';

describe('a key', () => {
  it('comes apart as it was made', () => {
    const made = newKey();
    expect(made.text).toMatch(/^cs_live_[0-9a-z]{12}_[A-Za-z0-9_-]{43}$/);
    expect(parseKey(made.text)).toEqual({ prefix: made.prefix, secretSha256: made.secretSha256 });
  });

  it('is not anything else', () => {
    const { text } = newKey();
    for (const other of [
      '',
      'sk-proj-1',
      `${text}x`,
      ` ${text}`,
      text.slice(0, -1),
      text.replace('live', 'test'),
      `${text}\n`,
    ])
      expect(parseKey(other)).toBeUndefined();
  });

  it('is proven by its secret and by nothing when there is none', () => {
    const { secretSha256 } = newKey();
    expect(isSecret(secretSha256, secretSha256)).toBe(true);
    expect(isSecret(secretSha256, newKey().secretSha256)).toBe(false);
    expect(isSecret(secretSha256, undefined)).toBe(false);
    expect(isSecret(Buffer.alloc(32), undefined)).toBe(false);
    expect(sha256('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
