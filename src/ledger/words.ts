/** Longer texts are cut: nobody types more, and a query has to stay small. */
const mostWords = 12;

/**
 * What to look for, as PostgreSQL's `simple` configuration reads words: every word must be there, each at least by its beginning.
 * Parts words exactly as `ledger_words` does: at white space and ASCII punctuation. Undefined when there is no word.
 */
export function wordQuery(text: string): string | undefined {
  const words = text.split(/[\s\0-/:-@[-`{-\x7f]+/).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  return words
    .slice(0, mostWords)
    .map((word) => `'${word}':*`)
    .join(' & ');
}
