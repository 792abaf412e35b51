import { threeWay } from './piece.ts';

/** The line ends of three texts, taken out of their way: all have LF, and one at the end. `restore` puts the merged ones back. */
export interface LineEnds {
  readonly texts: readonly [base: string, ours: string, theirs: string];
  readonly restore: (text: string) => string;
  /** Only CRLF put back: for a text with markers, whose last line always ends. */
  readonly restyle: (text: string) => string;
}

type Style = 'lf' | 'crlf' | 'mixed' | 'none';

/**
 * Who turned CRLF into LF, or left the last line open, did not edit every line: both are merged as properties of the whole text. A
 * text that mixes line ends keeps them, as characters of its lines; then all three do. Pure.
 */
export function takeLineEnds(base: string, ours: string, theirs: string): LineEnds {
  const sides = [base, ours, theirs];
  const styles = sides.map(styleOf);
  const known = styles.filter((style) => style !== 'none');
  const [was, one, other] = styles.map((style) => (style === 'none' ? (known[0] ?? 'lf') : style));
  const style = known.includes('mixed') ? undefined : threeWay(was, one, other)?.value;
  const plain = sides.map((text) => (style === undefined ? text : text.replaceAll('\r\n', '\n')));
  const [b = '', o = '', t = ''] = plain;
  const open = [b, o, t].map((text) => text !== '' && !text.endsWith('\n'));
  // An empty text has no last line, so it says nothing about it.
  const [wasOpen = false, oneOpen = false, otherOpen = false] = [b, o, t].map((text, index) =>
    text === '' ? open.includes(true) : open[index],
  );
  const stays = threeWay(wasOpen, oneOpen, otherOpen)?.value ?? false;
  const closed = (text: string, isOpen: boolean | undefined) => (isOpen ? `${text}\n` : text);
  const restyle = (text: string) => (style === 'crlf' ? text.replaceAll('\n', '\r\n') : text);
  return {
    texts: [closed(b, open[0]), closed(o, open[1]), closed(t, open[2])],
    restore: (text) => restyle(stays && text.endsWith('\n') ? text.slice(0, -1) : text),
    restyle,
  };
}

function styleOf(text: string): Style {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  if (all === 0) return 'none';
  return windows === all ? 'crlf' : windows === 0 ? 'lf' : 'mixed';
}
