import { describe, expect, it } from 'vitest';
import { readAnswer } from './answer.ts';

const answer = (...findings: object[]) => JSON.stringify({ findings });

describe('the answer of an outside detector', () => {
  it('is counted in code points, and told in UTF-16 units', () => {
    const texts = ['no', '🙂 Ann'];
    const read = readAnswer(answer({ text: 1, class: 'person.first', start: 2, end: 5 }), texts);
    expect(read).toEqual({
      ok: true,
      found: [[], [{ dataClass: 'person', kind: 'first', start: 3, end: 6, confidence: 'likely' }]],
    });
  });

  it.each([
    ['a place behind the text', answer({ text: 0, class: 'person', start: 0, end: 4 })],
    ['a place before it', answer({ text: 0, class: 'person', start: -1, end: 1 })],
    ['nothing', answer({ text: 0, class: 'person', start: 1, end: 1 })],
    ['a place turned round', answer({ text: 0, class: 'person', start: 2, end: 1 })],
    ['half a place', answer({ text: 0, class: 'person', start: 0.5, end: 1 })],
    ['a text that it was not sent', answer({ text: 1, class: 'person', start: 0, end: 1 })],
    ['a class that no rule can name', answer({ text: 0, class: 'Person Name', start: 0, end: 1 })],
    ['another confidence', answer({ text: 0, class: 'person', start: 0, end: 1, confidence: '0.9' })],
    ['no list', '{"findings":{}}'],
    ['no JSON', '<html>'],
    ['__proto__', '{"findings":[],"__proto__":{}}'],
    ['one lie among truths', answer({ text: 0, class: 'person', start: 0, end: 1 }, { text: 9 })],
  ])('%s is not believed', (_name, text) => {
    expect(readAnswer(text, ['abc']).ok).toBe(false);
  });
});
