import { isDay, isRepeated, luhn, mod1110, part, remainder, verhoeff, weighted } from './checksums.ts';

/**
 * A national number of digits alone. A shape is `strong` when fewer than about one in a thousand random numbers of that shape pass: by a date and a
 * checksum, two check digits, or a way of writing that nothing else has. The others count only with one of `words` near them.
 */
export interface NumericId {
  readonly kind: string;
  /** Who defines it. */
  readonly source: string;
  readonly shapes: Readonly<Record<string, 'strong' | 'weak'>>;
  readonly words: readonly string[];
  valid(digits: string): boolean;
}

const digit = (digits: string, index: number): number => part(digits, index, index + 1);
const last = (digits: string): number => digit(digits, digits.length - 1);

export const numericIds: readonly NumericId[] = [
  {
    kind: 'fr_nir',
    source: 'INSEE, Numéro d’inscription au répertoire: 13 digits and 97 minus their remainder by 97',
    shapes: { '1 2 2 2 3 3 2': 'strong', '13 2': 'strong', '15': 'strong' },
    words: ['nir', 'sécurité sociale', 'securite sociale', 'insee'],
    valid: (digits) =>
      /^[12]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)/.test(digits) &&
      97 - remainder(digits.slice(0, 13), 97) === part(digits, 13, 15),
  },
  {
    kind: 'de_steuer_id',
    source:
      'Bundeszentralamt für Steuern, § 139b AO: ISO/IEC 7064 MOD 11,10; one digit twice or thrice in the first ten',
    shapes: { '2 3 3 3': 'strong', '11': 'weak' },
    words: [
      'steuer-id',
      'steuerid',
      'steuer-identifikationsnummer',
      'identifikationsnummer',
      'idnr',
      'tin',
      'steuernummer',
    ],
    valid: (digits) => digits[0] !== '0' && hasOneRepeated(digits.slice(0, 10)) && mod1110(digits),
  },
  {
    kind: 'nl_bsn',
    source: 'Rijksdienst voor Identiteitsgegevens, Logisch Ontwerp BSN: the test by eleven',
    shapes: { '4.2.3': 'weak', '9': 'weak', '3 3 3': 'weak' },
    words: ['bsn', 'burgerservicenummer', 'burger service nummer', 'sofinummer', 'citizen service number'],
    valid: (digits) => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  },
  {
    kind: 'be_rijksregister',
    source:
      'Royal decree of 3 April 1984: date, serial, 97 minus the remainder by 97 (with a 2 before it from 2000)',
    shapes: { '2.2.2-3.2': 'strong', '11': 'weak', '6-3-2': 'strong', '6 3 2': 'strong' },
    words: ['rijksregister', 'rijksregisternummer', 'registre national', 'insz', 'niss', 'national register'],
    valid: (digits) => {
      const check = part(digits, 9, 11);
      const body = digits.slice(0, 9);
      const born = isDay(part(digits, 4, 6), part(digits, 2, 4) % 20);
      return born && (97 - remainder(body, 97) === check || 97 - remainder(`2${body}`, 97) === check);
    },
  },
  {
    kind: 'pl_pesel',
    source: 'Ustawa o ewidencji ludności, art. 15: weights 1 3 7 9, the century in the month',
    shapes: { '11': 'weak' },
    words: ['pesel'],
    valid: (digits) =>
      isDay(part(digits, 4, 6), part(digits, 2, 4) % 20) &&
      (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === last(digits),
  },
  {
    kind: 'se_personnummer',
    source: 'Skatteverket, SKV 704: Luhn over ten digits; days from 61 for coordination numbers',
    shapes: { '6-4': 'strong', '6+4': 'strong', '8-4': 'strong', '10': 'weak', '12': 'strong' },
    words: ['personnummer', 'personnr', 'samordningsnummer', 'swedish id'],
    valid: (digits) => {
      const short = digits.slice(-10);
      const day = part(short, 4, 6);
      return (
        (digits.length === 10 || /^(?:19|20)/.test(digits)) &&
        isDay(day > 60 ? day - 60 : day, part(short, 2, 4)) &&
        luhn(short)
      );
    },
  },
  {
    kind: 'gb_nhs',
    source: 'NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11',
    shapes: { '3 3 4': 'weak', '3-3-4': 'weak', '10': 'weak' },
    words: ['nhs', 'nhs number', 'nhs no'],
    valid: (digits) => {
      const check = 11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return check !== 10 && check % 11 === last(digits);
    },
  },
  {
    kind: 'us_ssn',
    source:
      'Social Security Administration, POMS RM 10201: areas, groups and serials that are never given out',
    shapes: { '3-2-4': 'strong', '3 2 4': 'weak', '9': 'weak' },
    words: ['ssn', 'social security', 'social security number', 'ss#', 'itin', 'tax id'],
    valid: (digits) => /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(digits) && !knownSsn.has(digits),
  },
  {
    kind: 'br_cpf',
    source: 'Receita Federal, Instrução Normativa RFB 1548/2015: two check digits, modulus 11',
    shapes: { '3.3.3-2': 'strong', '11': 'weak', '9-2': 'strong' },
    words: ['cpf', 'cadastro de pessoas'],
    valid: (digits) =>
      mod11Check(weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2])) === digit(digits, 9) &&
      mod11Check(weighted(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])) === digit(digits, 10),
  },
  {
    kind: 'dk_cpr',
    source: 'CPR-kontoret, Personnummeret i CPR-systemet: a date and four digits; no checksum since 2007',
    shapes: { '6-4': 'weak', '6 4': 'weak', '10': 'weak' },
    words: ['cpr', 'cpr-nr', 'cpr-nummer', 'personnummer', 'cpr nr'],
    valid: (digits) => isDay(part(digits, 0, 2), part(digits, 2, 4)),
  },
  {
    kind: 'pt_nif',
    source: 'Decreto-Lei 14/2013: weights 9 to 2, modulus 11',
    shapes: { '9': 'weak', '3 3 3': 'weak' },
    words: ['nif', 'contribuinte', 'número de identificação fiscal', 'numero de contribuinte'],
    valid: (digits) =>
      /^(?:[1235689]|45)/.test(digits) &&
      mod11Check(weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2])) === last(digits),
  },
  {
    kind: 'no_fodselsnummer',
    source: 'Skatteetaten, Folkeregisteret: date and two check digits; days from 41 for D-numbers',
    shapes: { '6 5': 'strong', '11': 'strong' },
    words: ['fødselsnummer', 'fodselsnummer', 'personnummer', 'fnr', 'd-nummer'],
    valid: (digits) => {
      const day = part(digits, 0, 2);
      const first = weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11;
      const second = weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11;
      return isDay(day > 40 ? day - 40 : day, part(digits, 2, 4)) && first === 0 && second === 0;
    },
  },
  {
    kind: 'ch_ahv',
    source: 'AHVG art. 50c: 756 and the check digit of EAN-13',
    shapes: { '3.4.4.2': 'strong', '13': 'strong', '3 4 4 2': 'strong' },
    words: ['ahv', 'avs', 'ahv-nummer', 'sozialversicherungsnummer'],
    valid: (digits) =>
      digits.startsWith('756') &&
      (10 - (weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === last(digits),
  },
  {
    kind: 'in_aadhaar',
    source: 'UIDAI, Aadhaar number scheme: Verhoeff; never begins with 0 or 1',
    shapes: { '4 4 4': 'weak', '4-4-4': 'weak', '12': 'weak' },
    words: ['aadhaar', 'aadhar', 'uidai', 'uid'],
    valid: (digits) => /^[2-9]/.test(digits) && verhoeff(digits),
  },
  {
    kind: 'ca_sin',
    source: 'Employment and Social Development Canada, SIN code of practice: Luhn',
    shapes: { '3 3 3': 'weak', '3-3-3': 'weak', '9': 'weak' },
    words: ['sin', 'social insurance', 'numéro d’assurance sociale', "numéro d'assurance sociale", 'nas'],
    valid: (digits) => /^[1-79]/.test(digits) && luhn(digits),
  },
  {
    kind: 'au_tfn',
    source: 'Australian Taxation Office: weights 1 4 3 7 5 8 6 9 10, modulus 11',
    shapes: { '3 3 3': 'weak', '9': 'weak' },
    words: ['tfn', 'tax file number'],
    valid: (digits) => weighted(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
  },
  {
    kind: 'ro_cnp',
    source: 'OUG 97/2005: sex, date, county, weights 279146358279',
    shapes: { '13': 'strong' },
    words: ['cnp', 'cod numeric personal'],
    valid: (digits) =>
      /^[1-9]/.test(digits) &&
      isDay(part(digits, 5, 7), part(digits, 3, 5)) &&
      /^(?:0[1-9]|[1-4]\d|5[1-2])$/.test(digits.slice(7, 9)) &&
      (weighted(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11) % 10 === last(digits),
  },
  {
    kind: 'cz_rodne_cislo',
    source: 'Zákon 133/2000 Sb., § 13: a date (women: month + 50), divisible by eleven',
    shapes: { '6/4': 'strong', '10': 'weak' },
    words: ['rodné číslo', 'rodne cislo', 'rodné čislo', 'rč'],
    valid: (digits) =>
      isDay(part(digits, 4, 6), (part(digits, 2, 4) % 50) % 20) && remainder(digits, 11) === 0,
  },
  {
    kind: 'ee_isikukood',
    source: 'Rahvastikuregistri seadus; Lithuania has the same: century, date, two rows of weights',
    shapes: { '11': 'weak' },
    words: ['isikukood', 'asmens kodas'],
    valid: (digits) => {
      const first = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      const second = weighted(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
      const check = first < 10 ? first : second % 10;
      return /^[1-8]/.test(digits) && isDay(part(digits, 5, 7), part(digits, 3, 5)) && check === last(digits);
    },
  },
  {
    kind: 'hr_oib',
    source: 'Zakon o osobnom identifikacijskom broju: ISO/IEC 7064 MOD 11,10',
    shapes: { '11': 'weak' },
    words: ['oib', 'osobni identifikacijski broj'],
    valid: mod1110,
  },
  {
    kind: 'cn_resident_id',
    source: 'GB 11643-1999: date and ISO 7064 MOD 11-2 (an X as check: see national letters)',
    shapes: { '18': 'strong' },
    words: ['身份证', 'resident id', 'shenfenzheng'],
    valid: (digits) =>
      /^[1-6]\d{5}(?:19|20)/.test(digits) &&
      isDay(part(digits, 12, 14), part(digits, 10, 12)) &&
      chineseCheck(digits) === digits.slice(17),
  },
];

/** GB 11643: what the first 17 digits are checked with. */
export function chineseCheck(digits: string): string {
  const sum = weighted(digits, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return '10X98765432'.charAt(sum % 11);
}

/** Numbers that were printed in advertisements, and are nobody's. */
const knownSsn: ReadonlySet<string> = new Set(['078051120', '219099999', '123456789', '111223333']);

function mod11Check(sum: number): number {
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

function hasOneRepeated(digits: string): boolean {
  const counts = new Map<string, number>();
  for (const one of digits) counts.set(one, (counts.get(one) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && !isRepeated(digits);
}
