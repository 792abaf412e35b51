import { lines, splitSections } from '../diff/index.ts';
import { splitParts } from './document.ts';
import { type Clash, type Piece, type Side, textOf } from './piece.ts';

/** Where a conflict is. */
export interface Where {
  /** What stands against what: the value of a key, a section or policy, whole lines, or words inside a line. */
  readonly kind: Clash['kind'];
  /** For people: `input.schema.customer`, `policy "trial"`, `system message, line 3`, `line 12`. */
  readonly label: string;
  /** Counted from 1 in the text that has ours at every conflict. */
  readonly line: number;
}

/** One place for a person to decide. The texts have LF line ends. */
export interface Conflict {
  /** `c1`, `c2`, … in the order of the text. */
  readonly id: string;
  readonly where: Where;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** What taking both gives. */
  readonly both: string;
}

/** How a conflict is decided. `both`: ours, then theirs; of a key, theirs becomes a comment. */
export type Choice = Side | 'both' | { readonly text: string };

export type Resolution =
  | { readonly complete: true; readonly text: string }
  | { readonly complete: false; readonly missing: readonly string[] };

/** The conflicts of a merge with their places. Pure. @param sectioned whether the text is a prompt, whose messages name the places */
export function conflictsIn(pieces: readonly Piece[], sectioned: boolean): readonly Conflict[] {
  const text = textOf(pieces);
  const places = sectioned ? sectionLines(text) : [];
  const found: Conflict[] = [];
  let line = 1;
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      const { kind, base, ours, theirs } = piece;
      const label = piece.label ?? labelAt(line, places);
      const place = { id: `c${found.length + 1}`, where: { kind, label, line } };
      found.push({ ...place, base, ours, theirs, both: both(piece) });
    }
    line += (typeof piece === 'string' ? piece : piece.ours).split('\n').length - 1;
  }
  return found;
}

interface Place {
  readonly label: string;
  readonly line: number;
}

function sectionLines(text: string): readonly Place[] {
  const { open, yaml, close, body } = splitParts(text);
  let line = (open + yaml + close).split('\n').length;
  return splitSections(body).map((section) => {
    const place = { label: section.label, line };
    line += (section.text + section.gap).split('\n').length - 1;
    return place;
  });
}

function labelAt(line: number, places: readonly Place[]): string {
  const place = places.findLast((section) => section.line <= line);
  if (!place || place.label === 'start') return `line ${line}`;
  return `${place.label}, line ${line - place.line + 1}`;
}

/**
 * The text with every conflict decided, or the ids of those that are not. Pure. A text that replaces whole lines gets the line end
 * it lacks.
 */
export function decide(pieces: readonly Piece[], choices: ReadonlyMap<string, Choice>): Resolution {
  const missing: string[] = [];
  let count = 0;
  const parts = pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    count += 1;
    const choice = choices.get(`c${count}`);
    if (choice !== undefined) return decided(piece, choice);
    missing.push(`c${count}`);
    return '';
  });
  return missing.length === 0 ? { complete: true, text: parts.join('') } : { complete: false, missing };
}

function decided(clash: Clash, choice: Choice): string {
  if (choice === 'both') return both(clash);
  if (typeof choice === 'string') return clash[choice];
  const text = choice.text.replaceAll('\r\n', '\n');
  const whole = [clash.base, clash.ours, clash.theirs].every((side) => side === '' || side.endsWith('\n'));
  return whole && clash.kind !== 'words' && text !== '' && !text.endsWith('\n') ? `${text}\n` : text;
}

function both({ kind, label, ours, theirs }: Clash): string {
  if (ours === '' || theirs === '') return ours + theirs;
  if (kind === 'key' && label !== 'front matter') {
    const comment = lines(theirs).map((line) => line.replace(/^([ \t]*)(.*\n?)$/s, '$1# $2'));
    return (ours.endsWith('\n') ? ours : `${ours}\n`) + comment.join('');
  }
  if (kind === 'words') return /\s$/.test(ours) || /^\s/.test(theirs) ? ours + theirs : `${ours} ${theirs}`;
  return (ours.endsWith('\n') ? ours : `${ours}\n`) + theirs;
}

/**
 * The text with git's own markers around every conflict, each widened to whole lines (gitformat: `merge.conflictStyle=merge`).
 * Pure.
 */
export function withMarkers(pieces: readonly Piece[], names: { ours: string; theirs: string }): string {
  const whole = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  const around = (ours: string, theirs: string) =>
    `<<<<<<< ${names.ours}\n${whole(ours)}=======\n${whole(theirs)}>>>>>>> ${names.theirs}\n`;
  let text = '';
  /** The line that is being written, as either side has it. */
  let open = { ours: '', theirs: '', clash: false };
  const flush = (): void => {
    text += open.clash ? around(open.ours, open.theirs) : open.ours;
    open = { ours: '', theirs: '', clash: false };
  };
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      open = { ours: open.ours + piece.ours, theirs: open.theirs + piece.theirs, clash: true };
      continue;
    }
    for (const line of lines(piece)) {
      if (open.clash && atLineStart(open.ours) && atLineStart(open.theirs)) flush();
      open = { ...open, ours: open.ours + line, theirs: open.theirs + line };
      if (line.endsWith('\n')) flush();
    }
  }
  flush();
  return text;
}

function atLineStart(text: string): boolean {
  return text === '' || text.endsWith('\n');
}
