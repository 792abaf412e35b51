/**
 * Characters that the eye does not see, first and last of each run: controls, zero-width and bidirectional marks, fillers, variation
 * selectors and tags.
 */
const unseen: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0e],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffc],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const range = ([first, last]: readonly [number, number]): string =>
  `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;

/**
 * What must be marked, because it hides or turns the reading order around (Unicode Bidirectional Algorithm, UAX #9; Trojan Source,
 * CVE-2021-42574). The joiner and the emoji selector are left alone directly after a pictograph, where they belong.
 */
export const invisiblePattern = new RegExp(
  `[${unseen.map(range).join('')}]|(?<!\\p{Extended_Pictographic}\\ufe0f?|\\p{Emoji_Modifier})[\\u200d\\ufe0f]`,
  'u',
);

/** `U+202E`. */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
