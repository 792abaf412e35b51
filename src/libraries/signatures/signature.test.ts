import { describe, expect, it } from 'vitest';
import { normalizedText, signatureOf } from './signature.ts';

const sign = (text: string) => signatureOf('a.prompt', text);

describe('a signature', () => {
  it('is the same whatever the white space, the Unicode form and the names of variables are', () => {
    const one = sign('Write to {{customer}} about\n the cafe\u0301.');
    const other = sign('Write  to {{ client.name }} about the caf\u00E9.');
    expect(other.normalized).toBe(one.normalized);
    expect(other.minHash).toEqual(one.minHash);
    expect(sign('Write to {{customer}} about the tea.').normalized).not.toBe(one.normalized);
  });

  it('leaves the front matter out, and keeps what steers the template', () => {
    const body = 'Be brief.\n{{#if urgent}}Now.{{else}}Later.{{/if}}';
    expect(sign(`---\nmodel: some\n---\n${body}`).normalized).toBe(sign(body).normalized);
    expect(normalizedText(body)).toBe('Be brief. {{#if urgent}}Now.{{else}}Later.{{/if}}');
    expect(normalizedText('{{{raw}}} and {{a}}')).toBe('{} and {}');
  });

  it('holds shingles ascending and once each, of short texts one, of none none', () => {
    const { shingles, tokens } = sign('a b c d a b c');
    expect(tokens).toBe(7);
    expect(shingles).toHaveLength(4);
    expect([...shingles].every((shingle, at) => at === 0 || shingle > (shingles[at - 1] ?? 0))).toBe(true);
    expect([...shingles].every(Number.isSafeInteger)).toBe(true);
    expect(sign('two words').shingles).toHaveLength(1);
    expect(sign('!').shingles).toHaveLength(0);
  });
});
