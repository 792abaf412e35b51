import { describe, expect, it } from 'vitest';
import { classesOf } from '../../libraries/index.ts';
import { findData } from './classify.ts';
import { ownDetector } from './own.ts';

const definition = (patterns: string[], near: string[] = []) => ({
  ...{ name: 'ours', description: 'x', patterns, near, line: 1 },
});
const found = (text: string, patterns: string[], near?: string[]) =>
  findData(text, [ownDetector([definition(patterns, near)])]).map(({ start, end, confidence }) => [
    text.slice(start, end),
    confidence,
  ]);

describe('AT-56: what people write for detectors is data, and nothing evaluates it', () => {
  it.each(['(?{ process.exit() })', '(??{ 1 })', '(?C1)a', String.raw`(?P<x>a)(?P=x)`])(
    '%s is refused before it is a detector',
    (pattern) => {
      const { faults } = classesOf(
        `classes:\n  - name: ours\n    description: x\n    patterns: ['${pattern}']\n`,
      );
      expect(faults.map(({ code }) => code)).toEqual(['classes.invalid']);
    },
  );

  it('and what looks like a template is characters', () => {
    expect(found('see {{constructor}} and a', [String.raw`\{\{constructor\}\}`])).toEqual([
      ['{{constructor}}', 'certain'],
    ]);
  });
});

describe("AT-57: an organization's own patterns", () => {
  it('that would hang a backtracking engine are read through', () => {
    const hostile = ['(a+)+$', '(a|a)*b', '(x+x+)+y', '([a-z]+)*!', '(.*)(.*)(.*)(.*)(.*)(.*)!'];
    for (const pattern of hostile) {
      expect(findData('a'.repeat(20_000), [ownDetector([definition([pattern])])]).length).toBeLessThan(2);
      expect(found('x'.repeat(20_000), [pattern]).length).toBeLessThan(2);
    }
  });

  it('find what they say, also where it is disguised', () => {
    expect(found('I am EMP-123456 and EMP-654321', ['EMP-[0-9]{6}'])).toEqual([
      ['EMP-123456', 'certain'],
      ['EMP-654321', 'certain'],
    ]);
    expect(found('ＥＭＰ-１２３４５６', ['EMP-[0-9]{6}'])).toEqual([['ＥＭＰ-１２３４５６', 'certain']]);
  });

  it('count only near a word, where they ask for one', () => {
    expect(found('staff 123456', ['[0-9]{6}'], ['staff'])).toEqual([['123456', 'certain']]);
    expect(found('order 123456', ['[0-9]{6}'], ['staff'])).toEqual([['123456', 'possible']]);
  });
});
