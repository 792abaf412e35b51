/** A run that is another text in base64 or in hexadecimal digits. */
export interface EncodedRun {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const shortest = 12;
const run = /[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/y;
const hexadecimal = /^(?:[0-9A-Fa-f]{2}){8,}$/;

/** Of ASCII, what runs are made of. */
const isDigit = new Uint8Array(128);
for (const digit of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-')
  isDigit[digit.charCodeAt(0)] = 1;

/** Runs that decode to a text that people can read. Numbers, words and digests do not. Pure; linear. */
export function encodedRuns(text: string): EncodedRun[] {
  const found: EncodedRun[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && isDigit[text.charCodeAt(end)] === 1) end += 1;
    if (end - at < shortest) {
      at = end + 1;
      continue;
    }
    run.lastIndex = at;
    const [written = ''] = run.exec(text) ?? [];
    found.push(...within(written, at));
    at += Math.max(written.length, 1);
  }
  return found;
}

function within(written: string, start: number): EncodedRun[] {
  const whole = decoded(written);
  if (whole !== undefined) return [{ start, end: start + written.length, text: whole }];
  // A part of a path or of a line may be one where the whole is not.
  if (!/[/_\-\n]/.test(written)) return [];
  return [...written.matchAll(/[A-Za-z0-9+]{12,}={0,2}/g)].flatMap(({ 0: piece, index }) => {
    const part = piece.length === written.length ? undefined : decoded(piece);
    const from = start + index;
    return part === undefined ? [] : { start: from, end: from + piece.length, text: part };
  });
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
