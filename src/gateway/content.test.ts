import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newContentKey, open, payloadPlace, seal } from './content.ts';

const place = payloadPlace('org_1', 'exe_1', 'input');

it('opens what it sealed, and the commitment is over the salted text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(2_000), (start, times) => {
      const text = start.repeat(times % 7 === 0 ? times : 1);
      const key = newContentKey();
      const sealed = seal(key, place, text);
      const opened = open(key, place, sealed);
      expect(opened).toMatchObject({ text, commitment: sealed.commitment });
      const salted = createHash('sha256').update(opened.salt).update(text).digest('hex');
      expect(sealed.commitment).toBe(`sha256:${salted}`);
      const unsalted = createHash('sha256').update(text).digest('hex');
      expect(sealed.commitment).not.toContain(unsalted);
      expect(sealed.commitment).toMatch(/^sha256:[0-9a-f]{64}$/);
    }),
  );
});

it('has another commitment each time, so that equal inputs cannot be told', () => {
  const key = newContentKey();
  expect(seal(key, place, 'yes').commitment).not.toBe(seal(key, place, 'yes').commitment);
});

it('opens nothing with another key, in another place, or after one bit was changed', () => {
  const key = newContentKey();
  const sealed = seal(key, place, 'secret');
  expect(() => open(newContentKey(), place, sealed)).toThrow();
  expect(() => open(key, payloadPlace('org_2', 'exe_1', 'input'), sealed)).toThrow();
  for (let at = 0; at < sealed.ciphertext.length; at++) {
    const changed = Uint8Array.from(sealed.ciphertext, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(() => open(key, place, { ...sealed, ciphertext: changed })).toThrow();
  }
});

it('makes what is long smaller, and does not open it as another form', () => {
  const key = newContentKey();
  const sealed = seal(key, place, 'The same again. '.repeat(1_000));
  expect(sealed.form).toBe('zstd');
  expect(sealed.ciphertext.length).toBeLessThan(1_000);
  expect(() => open(key, place, { ...sealed, form: 'plain' })).toThrow();
  expect(seal(key, place, 'short').form).toBe('plain');
});
