/**
 * Characters that the eye does not see or that turn the reading order around (Unicode Bidirectional Algorithm, UAX #9; Trojan Source,
 * CVE-2021-42574): controls, zero-width and bidirectional marks, fillers, variation selectors and tags. The joiner and the emoji
 * selector are left alone directly after a pictograph, where they belong.
 */
export const invisiblePattern =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffc\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|(?<!\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})[\u200d\ufe0f]/u;

const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** `U+202E`. */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

export type Hidden = { line: number; code: string; bidirectional: boolean };

/** Every such character of a text, with its line (from 1). */
export function hiddenIn(text: string): Hidden[] {
  const every = new RegExp(invisiblePattern, 'gu');
  return text.split('\n').flatMap((content, at) =>
    [...content.matchAll(every)].map(([character]) => ({
      line: at + 1,
      code: codePoint(character),
      bidirectional: bidirectional.test(character),
    })),
  );
}
