import { readFileSync } from 'node:fs';

const guessed: ReadonlySet<string> = new Set(
  readFileSync(new URL('./guessed.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')),
);

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '0123456789'];

/**
 * Whether guessers try this early (NIST SP 800-63B §5.1.1.2): one of the passwords of public leaks, also with digits or signs around it
 * or said several times; a run of neighboring keys; one's own e-mail address. Pure; the list comes with the program and asks nobody.
 * @param own words of the person whose password it is to be
 */
export function isGuessedFirst(password: string, own: readonly string[] = []): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const forms = new Set([text, core, repeated(text), repeated(core), plain(core), repeated(plain(core))]);
  const names = own.flatMap((word) => [word.toLowerCase(), word.toLowerCase().split('@', 1)[0] ?? '']);
  return [...forms].some(
    (form) => isSingle(form) || guessed.has(form) || isRun(form) || (form.length > 2 && names.includes(form)),
  );
}

/** What a text is a repetition of; the text itself when it is none. */
function repeated(text: string): string {
  const unit = /^(.+?)\1+$/su.exec(text)?.[1];
  return unit ?? text;
}

const isSingle = (text: string) => [...text].length === 1;

const looks: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** `p@ssw0rd` is `password`. */
const plain = (text: string) => text.replace(/[013457@$!]/g, (sign) => looks[sign] ?? sign);

/** Neighbors on a keyboard, in the alphabet or in counting, there and back. */
function isRun(text: string): boolean {
  if (text.length < 4) return false;
  const back = [...text].reverse().join('');
  return rows.some((row) => `${row}${row}`.includes(text) || `${row}${row}`.includes(back));
}
