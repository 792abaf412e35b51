import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVault } from './vault.ts';

const vault = createVault(new Uint8Array(randomBytes(32)));
const refused = expect.objectContaining({ code: 'vault.cannot_unwrap', status: 503 });

describe('vault', () => {
  it('gives back what was wrapped, and never wraps alike twice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, context) => {
        const wrapped = vault.wrap(plain, context);
        expect(vault.unwrap(wrapped, context)).toEqual(plain);
        expect(vault.wrap(plain, context)).not.toEqual(wrapped);
      }),
    );
  });

  it('refuses every altered bit, every cut and every addition', () => {
    const wrapped = vault.wrap(Buffer.from('a secret'), 'here');
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      const altered = Uint8Array.from(wrapped);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => vault.unwrap(altered, 'here')).toThrow(refused);
    }
    for (let length = 0; length < wrapped.length; length += 1)
      expect(() => vault.unwrap(wrapped.slice(0, length), 'here')).toThrow(refused);
    expect(() => vault.unwrap(Uint8Array.of(...wrapped, 0), 'here')).toThrow(refused);
  });

  it('refuses another context and another master key, and says what to do', () => {
    const wrapped = vault.wrap(Buffer.from('a secret'), 'ledger_key/org_a/1');
    expect(() => vault.unwrap(wrapped, 'ledger_key/org_b/1')).toThrow(refused);
    const other = createVault(new Uint8Array(randomBytes(32)));
    expect(() => other.unwrap(wrapped, 'ledger_key/org_a/1')).toThrow(
      'master key that the data was made with',
    );
  });

  it('derives one secret for each purpose and master key', () => {
    const key = new Uint8Array(randomBytes(32));
    expect(createVault(key).secret('sessions')).toBe(createVault(key).secret('sessions'));
    expect(createVault(key).secret('sessions')).toHaveLength(43);
    expect(createVault(key).secret('sessions')).not.toBe(createVault(key).secret('mail'));
    expect(createVault(key).secret('sessions')).not.toBe(vault.secret('sessions'));
  });
});

describe('a master key that was changed', () => {
  const [old, current] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
  const both = createVault(current, [old]);

  it('opens what either wrapped, and wraps with the current one', () => {
    const before = createVault(old).wrap(Buffer.from('a secret'), 'here');
    expect(Buffer.from(both.unwrap(before, 'here')).toString()).toBe('a secret');
    expect(() => createVault(current).unwrap(before, 'here')).toThrow(refused);
    const after = both.wrap(Buffer.from('another'), 'here');
    expect(Buffer.from(createVault(current).unwrap(after, 'here')).toString()).toBe('another');
  });

  it('wraps again what the old one wrapped, once, and bound to the same place', () => {
    const again = both.rewrap(createVault(old).wrap(Buffer.from('a secret'), 'here'), 'here');
    if (again === undefined) throw new Error('it was not wrapped again');
    expect(Buffer.from(createVault(current).unwrap(again, 'here')).toString()).toBe('a secret');
    expect(() => createVault(old).unwrap(again, 'here')).toThrow(refused);
    expect(() => both.rewrap(again, 'elsewhere')).toThrow(refused);
    expect(both.rewrap(again, 'here')).toBeUndefined();
  });

  it('is told apart by a fingerprint that does not hold it', () => {
    expect(both.fingerprint).toBe(createVault(current).fingerprint);
    expect(both.fingerprint).not.toBe(createVault(old).fingerprint);
    expect(Buffer.from(current).toString('hex')).not.toContain(both.fingerprint);
  });
});
