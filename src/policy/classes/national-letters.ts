import { isDay, part, remainder } from './checksums.ts';
import { type Confidence, type Detector, isNear } from './finding.ts';
import { chineseCheck } from './national-numbers.ts';

/** A national number with letters in it. `pattern` is sticky-free and linear; `valid` gets it without separators, in upper case. */
interface LetteredId {
  readonly kind: string;
  readonly source: string;
  readonly pattern: RegExp;
  readonly words: readonly string[];
  /** Without a word near it. */
  readonly alone: Confidence;
  valid(compact: string): boolean;
}

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

export const letteredIds: readonly LetteredId[] = [
  {
    kind: 'es_dni',
    source: 'Real Decreto 1553/2005: 8 digits and the letter of their remainder by 23',
    pattern: /(?<![\w.-])\d{8}[ -]?[A-HJ-NP-TV-Z](?![\w-])/gi,
    words: ['dni', 'nif', 'documento nacional'],
    alone: 'likely',
    valid: (id) => !/^(\d)\1{7}/.test(id) && dniLetters[remainder(id.slice(0, 8), 23)] === id[8],
  },
  {
    kind: 'es_nie',
    source: 'Orden INT/2058/2008: X, Y or Z for 0, 1 or 2, then as a DNI',
    pattern: /(?<![\w.-])[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z](?![\w-])/gi,
    words: ['nie', 'nif', 'extranjero'],
    alone: 'likely',
    valid: (id) => dniLetters[remainder(`${'XYZ'.indexOf(id.charAt(0))}${id.slice(1, 8)}`, 23)] === id[8],
  },
  {
    kind: 'gb_nino',
    source: 'HMRC, National Insurance Manual NIM39110: prefixes that are never given out; no checksum',
    pattern: /(?<![\w.-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![\w-])/gi,
    words: ['nino', 'national insurance', 'ni number', 'ni no'],
    alone: 'likely',
    valid: (id) => !/^(?:BG|GB|NK|KN|TN|NT|ZZ)/.test(id) && !/^..(\d)\1{5}/.test(id) && id !== 'QQ123456C',
  },
  {
    kind: 'it_codice_fiscale',
    source:
      'D.M. 23 dicembre 1976: names, date, place, and a letter by two tables; letters for digits (omocodia)',
    pattern: /(?<![\w.-])[A-Z]{6}[\dLMNP-V]{2}[ABCDEHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z](?![\w-])/gi,
    words: ['codice fiscale', 'c.f.', 'cf'],
    alone: 'certain',
    valid: isCodiceFiscale,
  },
  {
    kind: 'fi_hetu',
    source: 'Digi- ja väestötietovirasto: date, century sign, and a sign of the remainder by 31',
    pattern: /(?<![\w.-])\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?![\w-])/gi,
    words: ['hetu', 'henkilötunnus', 'personbeteckning'],
    alone: 'likely',
    valid: (id) => {
      const sign = '0123456789ABCDEFHJKLMNPRSTUVWXY'[part(`${id.slice(0, 6)}${id.slice(7, 10)}`, 0, 9) % 31];
      return isDay(part(id, 0, 2), part(id, 2, 4)) && part(id, 7, 10) >= 2 && sign === id[10];
    },
  },
  {
    kind: 'ie_pps',
    source: 'Department of Social Protection: 7 digits and a letter by weights 8 to 2, modulus 23',
    pattern: /(?<![\w.-])\d{7}[A-W][A-IW]?(?![\w-])/gi,
    words: ['pps', 'ppsn', 'pps number', 'pps no'],
    alone: 'possible',
    valid: (id) => {
      const digits = [...id.slice(0, 7)].reduce((sum, one, at) => sum + Number(one) * (8 - at), 0);
      const extra = id.length === 9 && id[8] !== 'W' ? (id.charCodeAt(8) - 64) * 9 : 0;
      return 'WABCDEFGHIJKLMNOPQRSTUV'[(digits + extra) % 23] === id[7];
    },
  },
  {
    kind: 'fr_nir',
    source: 'INSEE: as the digits alone, with 2A and 2B for Corsica (19 and 18)',
    pattern: /(?<![\w.-])[12] ?\d\d ?\d\d ?2[AB] ?\d{3} ?\d{3} ?\d\d(?![\w-])/gi,
    words: ['nir', 'sécurité sociale', 'insee'],
    alone: 'certain',
    valid: (id) =>
      97 - remainder(id.slice(0, 13).replace('2A', '19').replace('2B', '18'), 97) === part(id, 13, 15),
  },
  {
    kind: 'cn_resident_id',
    source: 'GB 11643-1999: with X as check',
    pattern: /(?<![\w.-])[1-6]\d{5}(?:19|20)\d{9}X(?![\w-])/gi,
    words: ['身份证', 'resident id'],
    alone: 'certain',
    valid: (id) => isDay(part(id, 12, 14), part(id, 10, 12)) && chineseCheck(id.slice(0, 17)) === 'X',
  },
];

/** A digit next to a letter, or a date and a serial: all of them have one, and most texts end here. */
const mixed = /\d[ -]?[A-Za-z]|[A-Za-z][ -]?\d|\d{6}[-+]\d{3}/;

export const lettered: Detector = (sought) => {
  const { text, hasDigits } = sought;
  if (!hasDigits || !mixed.test(text)) return [];
  return letteredIds.flatMap((id) => {
    const found: ReturnType<Detector> = [];
    for (const { 0: written, index: start } of text.matchAll(id.pattern)) {
      const end = start + written.length;
      const compact = written.replace(id.kind === 'fi_hetu' ? / /g : /[ -]/g, '').toUpperCase();
      if (!id.valid(compact)) continue;
      const confidence = isNear(sought, start, end, id.words) ? 'certain' : id.alone;
      found.push({ dataClass: 'national_id', kind: id.kind, start, end, confidence });
    }
    return found;
  });
};

const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function isCodiceFiscale(id: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at += 1) {
    const code = id.charCodeAt(at);
    const value = code < 65 ? code - 48 : code - 65;
    sum += at % 2 === 0 ? (odd[value] ?? 0) : value;
  }
  if (String.fromCharCode(65 + (sum % 26)) !== id[15]) return false;
  // Letters stand for digits where two people would have the same.
  const day = [...id.slice(9, 11)]
    .map((one) => ('LMNPQRSTUV'.includes(one) ? 'LMNPQRSTUV'.indexOf(one) : one))
    .join('');
  const number = Number(day);
  return (number >= 1 && number <= 31) || (number >= 41 && number <= 71);
}
