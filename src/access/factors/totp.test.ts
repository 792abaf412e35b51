import { describe, expect, it } from 'vitest';
import { base32, matchingStep, otpauthUri, totpCode, totpStep } from './totp.ts';

const secret = new TextEncoder().encode('12345678901234567890');

describe('time-based codes', () => {
  // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i seconds', (seconds, code) => {
    expect(totpCode(secret, totpStep(new Date(seconds * 1000)))).toBe(code);
  });

  it('are good one step early and late, and no further', () => {
    const at = new Date(1_234_567_890_000);
    const step = totpStep(at);
    for (const shift of [-1, 0, 1])
      expect(matchingStep(secret, totpCode(secret, step + shift), at)).toBe(step + shift);
    for (const shift of [-3, -2, 2, 3])
      expect(matchingStep(secret, totpCode(secret, step + shift), at)).toBeUndefined();
  });

  it('may be typed in groups, and are nothing else', () => {
    const at = new Date(59_000);
    expect(matchingStep(secret, '287 082', at)).toBe(1);
    for (const wrong of ['', '287083', '28708', '2870820', '２８７０８２'])
      expect(matchingStep(secret, wrong, at)).toBeUndefined();
  });

  it('secrets read as RFC 4648 has them', () => {
    const texts = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
    const encoded = ['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'];
    expect(texts.map((text) => base32(new TextEncoder().encode(text)))).toEqual(encoded);
    expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });

  it('the address of an authenticator app names who it is for', () => {
    expect(otpauthUri(secret, 'northwind', 'a+b@northwind.example')).toBe(
      'otpauth://totp/Countersign%20northwind:a%2Bb%40northwind.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Countersign%20northwind&algorithm=SHA1&digits=6&period=30',
    );
  });
});
