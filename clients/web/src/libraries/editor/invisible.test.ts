import { describe, expect, it } from 'vitest';
import { invisiblePattern } from './invisible.ts';

const hiddenIn = (text: string): string[] => text.match(new RegExp(invisiblePattern, 'gu')) ?? [];

describe('invisible characters', () => {
  it('finds what turns the order around', () => {
    expect(hiddenIn('one\ntwo\u202e three')).toEqual(['\u202e']);
  });

  it.each(['\u200b', '\u00ad', '\u2066', '\ufeff', '\u{e0041}', '\u3164', '\u2060', '\ufe00'])(
    'finds %j',
    (character) => {
      expect(hiddenIn(`a${character}b`)).toHaveLength(1);
    },
  );

  it('finds a joiner between letters, and leaves the one in an emoji', () => {
    expect(hiddenIn('a\u200db')).toHaveLength(1);
    expect(hiddenIn('👩\u200d💻 and ❤\ufe0f and 👩🏽\u200d💻')).toEqual([]);
  });

  it('leaves ordinary text of many scripts alone', () => {
    expect(hiddenIn('Grüße, שלום, مرحبا, 你好, ไทย, é')).toEqual([]);
  });
});
