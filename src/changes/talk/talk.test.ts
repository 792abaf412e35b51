import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchor, linesOf, placementOf, quoteOf } from './anchor.ts';
import { overlap, withEdits } from './suggestion.ts';

const anchored = (text: string, firstLine: number, lastLine: number): Anchor => ({
  path: 'a.prompt',
  side: 'head',
  firstLine,
  lastLine,
  digest: 'sha256:then',
  quote: quoteOf(text, firstLine, lastLine) ?? '',
});
const now = (text: string) => ({ text, digest: 'sha256:now' as const });

describe('where a comment stands', () => {
  const text = 'one line\ntwo line\nthree line\n';

  it('is where it was in the same bytes, and follows its lines in others', () => {
    const anchor = anchored(text, 2, 3);
    expect(placementOf(anchor, { text, digest: 'sha256:then' })).toEqual({
      state: 'current',
      firstLine: 2,
      lastLine: 3,
    });
    expect(placementOf(anchor, now(`${text}new line\n`)).state).toBe('current');
    expect(placementOf(anchor, now(`new line\n${text}`))).toEqual({
      state: 'moved',
      firstLine: 3,
      lastLine: 4,
    });
  });

  it('is outdated when its lines are gone, stand twice, or say too little', () => {
    const outdated = { state: 'outdated', firstLine: null, lastLine: null };
    const anchor = anchored(text, 2, 2);
    expect(placementOf(anchor, now('one line\nthree line\n'))).toEqual(outdated);
    expect(placementOf(anchor, now('one line\ntwo line, edited\nthree line\n'))).toEqual(outdated);
    expect(placementOf(anchor, now(`${text}two line\n`))).toEqual(outdated);
    expect(placementOf(anchor, null)).toEqual(outdated);
    expect(placementOf(anchored('a\n}\nb\n', 2, 2), now('}\n'))).toEqual(outdated);
  });

  it('never shows other lines than those that were commented on, whatever was edited', () => {
    const line = fc.constantFrom('alpha', 'beta beta', 'gamma gamma', 'delta', '', '}');
    const lines = fc.array(line, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, fc.nat(), fc.nat(), (before, after, from, length) => {
        const first = (from % before.length) + 1;
        const last = Math.min(before.length, first + (length % 3));
        const anchor = anchored(`${before.join('\n')}\n`, first, last);
        const placed = placementOf(anchor, now(`${after.join('\n')}\n`));
        if (placed.firstLine === null || placed.lastLine === null) return;
        expect(after.slice(placed.firstLine - 1, placed.lastLine).join('\n')).toBe(anchor.quote);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('suggestions', () => {
  it('replace, delete and add lines, and keep how lines end', () => {
    const text = 'a\nb\nc\n';
    expect(withEdits(text, [{ firstLine: 2, lastLine: 2, replacement: 'B' }])).toBe('a\nB\nc\n');
    expect(withEdits(text, [{ firstLine: 2, lastLine: 3, replacement: '' }])).toBe('a\n');
    expect(withEdits(text, [{ firstLine: 1, lastLine: 1, replacement: '\n' }])).toBe('\nb\nc\n');
    expect(withEdits('a\r\nb', [{ firstLine: 1, lastLine: 1, replacement: 'x\ny\n' }])).toBe('x\r\ny\r\nb');
    expect(withEdits('a', [{ firstLine: 1, lastLine: 1, replacement: '' }])).toBe('');
  });

  it('apply together as they would in any order', () => {
    const text = 'a\nb\nc\nd\n';
    const edits = [
      { firstLine: 1, lastLine: 2, replacement: 'x\ny\nz' },
      { firstLine: 4, lastLine: 4, replacement: 'D' },
    ];
    expect(withEdits(text, edits)).toBe('x\ny\nz\nc\nD\n');
    expect(withEdits(text, edits.toReversed())).toBe('x\ny\nz\nc\nD\n');
    expect(overlap(edits)).toBe(false);
    expect(overlap([...edits, { firstLine: 2, lastLine: 3, replacement: '' }])).toBe(true);
  });

  it('change no other line', () => {
    const line = fc.string({ maxLength: 5 }).map((text) => text.replace(/[\r\n]/g, ' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), fc.nat(), line, (lines, at, put) => {
        const number = (at % lines.length) + 1;
        const after = withEdits(`${lines.join('\n')}\n`, [
          { firstLine: number, lastLine: number, replacement: `${put}\n` },
        ]);
        expect(linesOf(after)).toEqual(lines.with(number - 1, put));
      }),
    );
  });
});
