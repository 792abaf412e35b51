/**
 * Finds which of many words stand in a text, in one pass over it: a pair of characters is looked up for each place, and only where a word
 * begins with that pair is it compared. Linear in the text; words have two or more characters, the first two of ASCII.
 */
export interface Hints<Meaning> {
  /** The meanings of all words that stand in the text. */
  of(text: string): ReadonlySet<Meaning>;
}

interface Hint<Meaning> {
  readonly word: string;
  readonly meaning: Meaning;
}

const pairs = 128 * 128;

export function createHints<Meaning>(hints: readonly Hint<Meaning>[]): Hints<Meaning> {
  const byPair = new Map<number, Hint<Meaning>[]>();
  const begins = new Uint8Array(pairs);
  for (const hint of hints) {
    const pair = pairOf(hint.word.charCodeAt(0), hint.word.charCodeAt(1));
    begins[pair] = 1;
    byPair.set(pair, [...(byPair.get(pair) ?? []), hint]);
  }
  return {
    of: (text) => {
      const found = new Set<Meaning>();
      let code = text.charCodeAt(0);
      for (let at = 1; at < text.length; at += 1) {
        const next = text.charCodeAt(at);
        const pair = pairOf(code, next);
        code = next;
        // Beyond ASCII a pair is beyond the table too.
        if (begins[pair] !== 1) continue;
        for (const { word, meaning } of byPair.get(pair) ?? [])
          if (text.startsWith(word, at - 1)) found.add(meaning);
      }
      return found;
    },
  };
}

/** Different for all pairs of ASCII, and at least `pairs` when the first is beyond; a second one beyond can only cost a comparison. */
const pairOf = (first: number, second: number): number => (first << 7) | second;
