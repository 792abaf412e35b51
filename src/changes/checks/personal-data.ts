import { countrySpecs, isValidIBAN } from 'ibantools';
import { findPhoneNumbersInText } from 'libphonenumber-js/min';
import { lineCounter } from './check.ts';

/** Data classes that are found by their form. */
export const dataClasses = ['email', 'phone', 'iban', 'card'] as const;
export type DataClass = (typeof dataClasses)[number];

export interface DataPlace {
  readonly line: number;
  readonly dataClass: DataClass;
}

/** How many things that might be one are looked at in one text: a text with more is no text that a person wrote. */
const mostCandidates = 1_000;

/**
 * Where a text holds an e-mail address, a phone number, an IBAN or a payment card's number, each checked as far as its form allows
 * (checksums, lengths, numbering plans). What can be nobody's by a standard is left out: reserved names (RFC 2606, RFC 6761), numbers kept
 * for fiction. Pure; linear, but for the phone numbers, whose candidates are bounded.
 */
export function personalData(text: string): readonly DataPlace[] {
  return [...emails(text), ...phones(text), ...ibans(text), ...cards(text)];
}

type Found = Generator<DataPlace>;

const email =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,24})(?![\p{L}\p{N}@-])/gu;
const reservedDomain = /(?:^|\.)(?:example|test|invalid|localhost|local|example\.(?:com|net|org))$/i;
/** Names of pictures for dense screens (`logo@2x.png`), and packages (`left-pad@next.js`). */
const fileName = /^\d+x\.|\.(?:png|jpe?g|svg|gif|webp|js|ts|tsx|json|ya?ml|prompt|cedar)$/i;

function* emails(text: string): Found {
  const lineOf = lineCounter(text);
  for (const match of text.matchAll(email)) {
    const [whole, domain = ''] = match;
    const isRemote = text[match.index + whole.length] === ':' && whole.startsWith('git@');
    const isLogin = text.slice(Math.max(0, match.index - 3), match.index).endsWith('://');
    if (reservedDomain.test(domain) || fileName.test(domain) || isRemote || isLogin) continue;
    yield { line: lineOf(match.index), dataClass: 'email' };
  }
}

const international = /(?<![\w+.])(?:\+|00)[1-9][\d ()./-]{6,22}\d(?!\w)/g;
const labelled =
  /\b(?:tel|phone|telephone|mobile|cell|fax|whatsapp|telefon|handy)\b[ \t.:#=-]{1,5}(\(?\d[\d ()./-]{7,18}\d)(?!\w)/giu;
/** NANP 555-01XX; Ofcom's numbers for drama. */
const fictional = /^\+1\d{3}55501\d\d$|^\+44(?:7700900|2079460|1632960|1134960|1214960|1314960)\d{3}$/;

function* phones(text: string): Found {
  const lineOf = lineCounter(text);
  let left = mostCandidates;
  for (const match of text.matchAll(international)) {
    left -= 1;
    if (left < 0) break;
    const written = match[0].startsWith('00') ? `+${match[0].slice(2)}` : match[0];
    const [found] = findPhoneNumbersInText(written);
    if (found === undefined || fictional.test(found.number.number)) continue;
    yield { line: lineOf(match.index), dataClass: 'phone' };
  }
  const lineOfLabel = lineCounter(text);
  for (const match of text.matchAll(labelled)) {
    const digits = (match[1] ?? '').replace(/\D/g, '');
    const isFiction = /^1?\d{3}55501\d\d$|^07700900\d{3}$/.test(digits);
    if (digits.length < 9 || digits.length > 13 || /^(\d)\1+$/.test(digits) || isFiction) continue;
    yield { line: lineOfLabel(match.index), dataClass: 'phone' };
  }
}

const iban = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,40}/g;

function* ibans(text: string): Found {
  const lineOf = lineCounter(text);
  const length = new Map(
    Object.entries(countrySpecs).map(([country, { chars }]): [string, number] => [country, chars ?? 0]),
  );
  for (const match of text.matchAll(iban)) {
    const compact = match[0].replace(/[ -]/g, '').toUpperCase();
    const whole = compact.slice(0, length.get(compact.slice(0, 2)) ?? 0);
    if (whole.length >= 15 && isValidIBAN(whole)) yield { line: lineOf(match.index), dataClass: 'iban' };
  }
}

const digitRun = /(?<![\w.,-])\d(?:[ -]?\d){13,60}(?![\w-]|[.,]\d)/g;
/** How numbers of cards are written: in one piece, or in these groups. */
const groupings: readonly string[] = [
  '4,4,4,4',
  '4,6,5',
  '4,6,4',
  '4,4,4,4,3',
  '14',
  '15',
  '16',
  '17',
  '18',
  '19',
];
/** What the issuers' numbers begin with, and how long they are. */
const issuers =
  /^(?:4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17})$/;

function* cards(text: string): Found {
  const lineOf = lineCounter(text);
  for (const match of text.matchAll(digitRun)) {
    const groups = match[0].split(/[ -]/);
    // Other numbers may stand right before and after it: an amount, a check value.
    const isCard = groups.some((_, from) =>
      [1, 3, 4, 5].some((count) => isCardNumber(groups.slice(from, from + count))),
    );
    if (isCard) yield { line: lineOf(match.index), dataClass: 'card' };
  }
}

function isCardNumber(groups: readonly string[]): boolean {
  const digits = groups.join('');
  return (
    groupings.includes(groups.map(({ length }) => length).join(',')) && issuers.test(digits) && luhn(digits)
  );
}

/** ISO/IEC 7812-1, annex B. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
