/** A word of a text as search compares it, and where it stands (UTF-16 code units). */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** Longer words are compared by their beginning. */
const longestWord = 64;

/** Runs of letters and digits; signs of scripts that put no spaces between words are words of their own. */
const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+/gu;

/** The words of a text in their order. `reply-to_Complaint` has three. Pure, linear in the text. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    const folded = fold(word);
    if (folded !== '') words.push({ folded, start: index, end: index + word.length });
  }
  return words;
}

/** The words of a text, folded, with one space between them. */
export function foldedWords(text: string): string {
  return wordsOf(text)
    .map(({ folded }) => folded)
    .join(' ');
}

/** As `foldedWords` for a name: `replyToComplaint` is found by its parts and whole. */
export function foldedName(name: string): string {
  const apart = name.replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2');
  const [whole, parts] = [foldedWords(name), foldedWords(apart)];
  return whole === parts ? whole : `${whole} ${parts}`;
}

/** Case and accents do not count: `Größe`, `grosse` differ, `GRÖSSE` and `grosse` do not. */
function fold(word: string): string {
  return word
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]|[^\p{L}\p{N}\p{M}]/gu, '')
    .toLowerCase()
    .normalize('NFC')
    .slice(0, longestWord)
    .toWellFormed();
}
