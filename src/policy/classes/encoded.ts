/** A run that is another text in base64 or in hexadecimal digits. */
export interface EncodedRun {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const runs = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/g;
const hexadecimal = /^(?:[0-9A-Fa-f]{2}){8,}$/;

/** Runs that decode to a text that people can read. Numbers, words and digests do not. Pure; linear. */
export function encodedRuns(text: string): EncodedRun[] {
  const found: EncodedRun[] = [];
  for (const { 0: run, index } of text.matchAll(runs)) {
    const whole = decoded(run);
    if (whole !== undefined) found.push({ start: index, end: index + run.length, text: whole });
    // A part of a path or of a line may be one where the whole is not.
    else if (/[/_\-\n]/.test(run))
      for (const { 0: piece, index: offset } of run.matchAll(/[A-Za-z0-9+]{12,}={0,2}/g)) {
        const part = piece.length === run.length ? undefined : decoded(piece);
        const start = index + offset;
        if (part !== undefined) found.push({ start, end: start + piece.length, text: part });
      }
  }
  return found;
}

function decoded(run: string): string | undefined {
  if (hexadecimal.test(run)) {
    const text = readable(Buffer.from(run, 'hex'));
    if (text !== undefined) return text;
  }
  return readable(Buffer.from(run, 'base64'));
}

/** The bytes as text when all of it can be read: UTF-8, or UTF-16 of ASCII. */
function readable(bytes: Buffer): string | undefined {
  const wide = bytes.length > 11 && bytes[1] === 0 && bytes[3] === 0;
  const units = wide ? bytes.filter((_, at) => at % 2 === 0) : bytes;
  let high = false;
  for (const byte of units) {
    if (byte >= 0x80) high = true;
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) return undefined;
  }
  if (!high) return Buffer.from(units).toString('latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(units);
  } catch {
    return undefined;
  }
}
