/** Checks of digits, by the standards that define them. Pure; texts hold ASCII digits only. */

const zero = 48;
const at = (digits: string, index: number): number => digits.charCodeAt(index) - zero;

/** ISO/IEC 7812-1, annex B. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = at(digits, digits.length - 1 - index);
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Σ digit × weight, over as many digits as there are weights. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) sum += at(digits, index) * (weights[index] ?? 0);
  return sum;
}

/** The remainder of a long decimal number. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0;
  for (let index = 0; index < digits.length; index += 1) rest = (rest * 10 + at(digits, index)) % divisor;
  return rest;
}

/** ISO/IEC 7064, MOD 11,10: the last digit checks the others. */
export function mod1110(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index += 1) {
    const sum = (at(digits, index) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === at(digits, digits.length - 1);
}

/** Verhoeff, "Error Detecting Decimal Codes" (1969): the dihedral group of order ten. */
export function verhoeff(digits: string): boolean {
  let check = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = at(digits, digits.length - 1 - index);
    check = dihedral(check, permuted(index % 8, digit));
  }
  return check === 0;
}

function dihedral(left: number, right: number): number {
  if (left < 5) return right < 5 ? (left + right) % 5 : ((left + right) % 5) + 5;
  return right < 5 ? ((left - right + 5) % 5) + 5 : (left - right + 5) % 5;
}

const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function permuted(times: number, digit: number): number {
  let result = digit;
  for (let time = 0; time < times; time += 1) result = permutation[result] ?? 0;
  return result;
}

/** A day that a calendar has; the year decides no more than the length of February, so any two digits will do. */
export function isDay(day: number, month: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** The digits from … to …, as a number. */
export const part = (digits: string, from: number, to: number): number => Number(digits.slice(from, to));

/** One digit over and over is a placeholder, whatever its checksum says. */
export const isRepeated = (digits: string): boolean => /^(\d)\1+$/.test(digits);

/** 123456789…, up or down: a placeholder, too. */
export function isCounting(digits: string): boolean {
  return '01234567890123456789'.includes(digits) || '98765432109876543210'.includes(digits);
}
