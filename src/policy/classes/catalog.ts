import type { BuiltInClass } from './finding.ts';
import { letteredIds } from './national-letters.ts';
import { numericIds } from './national-numbers.ts';
import { secretForms } from './secret-forms.ts';
import { termCounts } from './terms.ts';

/** A built-in class, for people. */
export interface CatalogEntry {
  readonly name: BuiltInClass;
  readonly title: string;
  /** How it is told from what only looks so. */
  readonly how: string;
  readonly kinds: readonly { readonly name: string; readonly title: string }[];
}

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

/** `es_dni` → `Spain: DNI`. */
function idTitle(kind: string): string {
  const [country = '', ...words] = kind.split('_');
  return `${countries.of(country.toUpperCase()) ?? country}: ${words.join(' ')}`;
}

const ids = [...new Map([...numericIds, ...letteredIds].map(({ kind, source }) => [kind, source]))];

/** What is built in. */
export const catalog: readonly CatalogEntry[] = [
  {
    name: 'email',
    title: 'E-mail addresses',
    how: 'RFC 5321; reserved names such as example.com are nobody’s',
    kinds: [],
  },
  {
    name: 'phone',
    title: 'Phone numbers',
    how: 'With a country code and within its numbering plan (ITU-T E.164), or behind a word such as “phone”',
    kinds: [],
  },
  {
    name: 'iban',
    title: 'Bank accounts',
    how: 'ISO 13616: the country’s length, and the remainder by 97',
    kinds: [],
  },
  {
    name: 'card',
    title: 'Payment cards',
    how: 'ISO/IEC 7812: issuer, length, and Luhn’s checksum',
    kinds: [],
  },
  {
    name: 'national_id',
    title: 'National identity numbers',
    how: 'Dates and checksums of each country; numbers whose form is weak count with their name near them',
    kinds: ids
      .map(([kind, source]) => ({ name: kind, title: `${idTitle(kind)} (${source})` }))
      .sort((left, right) => (left.name < right.name ? -1 : 1)),
  },
  {
    name: 'secret',
    title: 'Secrets',
    how: 'The forms that services give their keys, private keys, and values that look random behind words such as “password”',
    kinds: secretForms.map(({ kind, name }) => ({ name: kind, title: name })),
  },
  {
    name: 'ip_address',
    title: 'Internet addresses',
    how: 'IPv4 and IPv6; documentation and loopback addresses are nobody’s',
    kinds: [],
  },
  {
    name: 'health',
    title: 'Terms of health',
    how: `A list of ${termCounts.health} terms in five languages: likely, never certain`,
    kinds: [],
  },
  {
    name: 'financial',
    title: 'Terms of money',
    how: `A list of ${termCounts.financial} terms in five languages: likely, never certain`,
    kinds: [],
  },
];
