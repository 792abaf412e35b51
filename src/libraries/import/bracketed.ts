/** Names of HTML elements and of a model's own marks: `<br>` is no variable. */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    'a abbr address area article aside audio b base blockquote body br button canvas caption cite code col dd del details dialog div dl dt em ' +
    'embed fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark meta ' +
    'nav object ol option output p param picture pre q s samp script section select small source span strong style sub summary sup svg table ' +
    'tbody td template textarea tfoot th thead time title tr track u ul var video wbr think thinking int str string number bool boolean any void'
  ).split(' '),
);
/** Words in brackets that are marks, not places to fill in. */
const MARKS: ReadonlySet<string> = new Set(
  'TODO FIXME NOTE WARNING INFO ERROR DEBUG IMPORTANT INST SYS PAD MASK SEP CLS EOS BOS UNK END START YES NO OK NA'.split(
    ' ',
  ),
);

/**
 * Writes the places to fill in that people mark by hand as `{{name}}`: `<customer name>` that is no element and has no end tag, and
 * `[CUSTOMER NAME]`, `[your name]`, `[insert topic]`. Conservative; for texts without other placeholders. Pure, linear: every pattern is bounded.
 */
export function withBracesFor(text: string): { readonly text: string; readonly found: readonly string[] } {
  const found = new Set<string>();
  const named = (whole: string, words: string): string => {
    found.add(whole);
    return `{{${variableOf(words)}}}`;
  };
  const ends = new Set([...text.matchAll(/<\/([A-Za-z][\w-]{0,60})/g)].map(([, name = '']) => name));
  const made = text
    .replaceAll(/(?<![\p{L}\p{N}_<])<([A-Za-z][A-Za-z0-9_ -]{0,60})>/gu, (whole, words: string) =>
      ends.has(words.split(' ')[0] ?? '') || ELEMENTS.has((words.split(' ')[0] ?? '').toLowerCase())
        ? whole
        : named(whole, words),
    )
    .replaceAll(/(?<![\p{L}\p{N}_\]!])\[([A-Z][A-Z0-9_ -]{1,60})\](?![[(:])/gu, (whole, words: string) =>
      MARKS.has(words) || !/[A-Z]{2}/.test(words) ? whole : named(whole, words),
    )
    .replaceAll(/(?<![\p{L}\p{N}_\]!])\[((?:[Yy]our|[Ii]nsert) [A-Za-z0-9_ -]{1,60})\](?![[(:])/gu, named);
  return { text: made, found: [...found] };
}

/** `CUSTOMER NAME` is called `customer_name`, `insert your topic` is `topic`. */
function variableOf(words: string): string {
  const plain = words
    .toLowerCase()
    .replace(/^insert (?:your |the |a )?/, '')
    .split(/[ -]/)
    .filter((word) => word !== '')
    .join('_');
  return /^[a-z_]/.test(plain) ? plain : `value_${plain}`;
}
