import { describe, expect, it } from 'vitest';
import { assertPassword, hashPassword, verifyPassword } from './password.ts';

describe('a password', () => {
  it('is kept as Argon2id with the cost that OWASP asks for, and verified', async () => {
    const phc = await hashPassword('correct horse battery');
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(phc, 'correct horse battery')).toBe(true);
    expect(await verifyPassword(phc, 'correct horse batterx')).toBe(false);
    expect(await verifyPassword('not a hash', 'correct horse battery')).toBe(false);
  });

  it('is the same password however the keyboard composes it', async () => {
    const phc = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9');
    expect(await verifyPassword(phc, 'cafe\u0301 cafe\u0301 cafe\u0301')).toBe(true);
  });

  it('has twelve characters at least, counted as people count', () => {
    expect(() => assertPassword('elevenchars', 'person.create')).toThrow('password_length');
    expect(() => assertPassword('twelve chars', 'x.y')).not.toThrow();
    expect(() => assertPassword('🐎'.repeat(11), 'x.y')).toThrow();
    expect(() => assertPassword('x'.repeat(129), 'x.y')).toThrow();
  });
});
