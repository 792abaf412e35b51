import { expect, it } from 'vitest';
import { evidenceIn, told } from './evidence.ts';

it('finds the evidence in a page, and takes JSON as it is', () => {
  const page =
    '<html><script type="application/json" id="evidence">{"a":"\\u003c/script>"}</script><script>x</script>';
  expect(JSON.parse(evidenceIn(page))).toEqual({ a: '</script>' });
  expect(evidenceIn('{"format":"x"}')).toBe('{"format":"x"}');
});

it('AT-34 shows what a file says without letting it act on the terminal', () => {
  const forged = { ok: false, reason: 'file.malformed', sentence: 'bad \u001b[2J\nverified: all' } as const;
  expect(told(forged)).not.toContain('\u001b');
  expect(told(forged).trim().split('\n')).toHaveLength(1);
});
