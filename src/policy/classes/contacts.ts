import { callingCodes, isNumber } from './calling-codes.ts';
import type { Detector, Found, Sought } from './finding.ts';
import { createHints } from './hints.ts';

const local = /[\p{L}\p{N}._%+'-]{1,64}$/u;
const domain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}@-])/u;
const reservedDomain = /(?:^|\.)(?:example|test|invalid|localhost|local|example\.(?:com|net|org))$/i;
/** Names of pictures for dense screens (`logo@2x.png`), and packages (`left-pad@next.js`). */
const fileName = /^\d+x\.|\.(?:png|jpe?g|svg|gif|webp|js|ts|tsx|json|ya?ml|prompt|cedar)$/i;

/** E-mail addresses (RFC 5321 in practice); reserved names (RFC 2606, RFC 6761) are nobody's. */
export const emails: Detector = ({ text }) => {
  const found: Found[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const [name] = local.exec(text.slice(Math.max(0, at - 64), at)) ?? [];
    const [host] = name === undefined ? [] : (domain.exec(text.slice(at + 1, at + 256)) ?? []);
    if (name === undefined || host === undefined) continue;
    const start = at - name.length;
    const end = at + 1 + host.length;
    const isRemote = text[end] === ':' && name === 'git';
    const isLogin = text.slice(Math.max(0, start - 3), start) === '://';
    if (reservedDomain.test(host) || fileName.test(host) || isRemote || isLogin) continue;
    found.push({ dataClass: 'email', kind: '', start, end, confidence: 'certain' });
  }
  return found;
};

const international = /(?<![\w+.])(?:\+|00)[1-9][\d ()./-]{6,22}\d(?!\w)/g;
const labelled =
  /\b(?:tel|phone|telephone|mobile|cell|fax|whatsapp|telefon|handy)\b[ \t.:#=-]{1,5}(\(?\d[\d ()./-]{7,18}\d)(?!\w)/giu;
const labels = createHints(
  ['tel', 'phone', 'mobile', 'cell', 'fax', 'whatsapp', 'handy'].map((word) => ({ word, meaning: word })),
);
/** NANP 555-01XX; Ofcom's numbers for drama. */
const fictional = /^\+1\d{3}55501\d\d$|^\+44(?:7700900|2079460|1632960|1134960|1214960|1314960)\d{3}$/;

/** Phone numbers: with a country code and within its plan, or behind a word that says so. */
export const phones: Detector = (sought) => [...internationalPhones(sought), ...labelledPhones(sought)];

function internationalPhones({ text, hasDigits }: Sought): Found[] {
  if (!hasDigits) return [];
  if (!text.includes('+') && !text.includes('00')) return [];
  const found: Found[] = [];
  for (const { 0: written, index: start } of text.matchAll(international)) {
    const digits = written.replace(/\D/g, '').replace(/^00/, '');
    const isFlat = !/[ ()./-]/.test(written);
    // Zeros in front are how codes of all kinds begin; a number that is dialed so is written in groups.
    if (written.startsWith('00') && isFlat && digits.length < 10) continue;
    const length = numberLength(written, digits);
    if (length === 0 || fictional.test(`+${digits.slice(0, length)}`)) continue;
    const end = start + positionOf(written, digits.length - length);
    found.push({ dataClass: 'phone', kind: '', start, end, confidence: 'certain' });
  }
  return found;
}

/** How many of the digits are a number: all, or those before a gap, where another number follows. 0: none. */
function numberLength(written: string, digits: string): number {
  if (isNumber(digits)) return digits.length;
  const groups = written
    .replace(/^00/, '')
    .split(/[^\d]+/)
    .filter((one) => one !== '');
  for (let count = groups.length - 1; count > 1; count -= 1) {
    const fewer = groups.slice(0, count).join('');
    if (isNumber(fewer)) return fewer.length;
  }
  return 0;
}

/** Where in the text as written its last `dropped` digits begin. */
function positionOf(written: string, dropped: number): number {
  let end = written.length;
  for (let left = dropped; left > 0; end -= 1) if (/\d/.test(written.charAt(end - 1))) left -= 1;
  return dropped === 0 ? end : written.slice(0, end).replace(/\D+$/, '').length;
}

function labelledPhones({ text, lower, hasDigits }: Sought): Found[] {
  if (!hasDigits || labels.of(lower).size === 0) return [];
  const found: Found[] = [];
  for (const { 0: whole, 1: number = '', index } of text.matchAll(labelled)) {
    const digits = number.replace(/\D/g, '');
    const isFiction = /^1?\d{3}55501\d\d$|^07700900\d{3}$/.test(digits);
    if (digits.length < 9 || digits.length > 13 || /^(\d)\1+$/.test(digits) || isFiction) continue;
    const end = index + whole.length;
    found.push({ dataClass: 'phone', kind: '', start: end - number.length, end, confidence: 'likely' });
  }
  return found;
}

/** Country codes that the detector knows, for those who ask. */
export const phoneCountries = callingCodes;
