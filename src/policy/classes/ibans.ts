import { countrySpecs, isValidIBAN } from 'ibantools';
import type { Detector, Found } from './finding.ts';

const iban = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,40}/g;
const lengths = new Map(
  Object.entries(countrySpecs).map(([country, { chars }]): [string, number] => [country, chars ?? 0]),
);

/** IBANs (ISO 13616): the country's length, and the remainder by 97. */
export const ibans: Detector = ({ text, hasDigits }) => {
  if (!hasDigits) return [];
  const found: Found[] = [];
  for (const { 0: written, index: start } of text.matchAll(iban)) {
    const length = lengths.get(written.slice(0, 2).toUpperCase()) ?? 0;
    const end = endOf(written, length);
    if (end === 0 || length < 15) continue;
    const compact = written.slice(0, end).replace(/[ -]/g, '').toUpperCase();
    if (isValidIBAN(compact))
      found.push({ dataClass: 'iban', kind: '', start, end: start + end, confidence: 'certain' });
  }
  return found;
};

/** Where the first `length` letters and digits end; 0 when there are fewer. What follows is another word. */
function endOf(written: string, length: number): number {
  let left = length;
  for (let at = 0; at < written.length; at += 1) {
    if (written[at] !== ' ' && written[at] !== '-') left -= 1;
    if (left === 0) return at + 1;
  }
  return 0;
}
