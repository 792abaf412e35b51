import { isRepeated, luhn } from './checksums.ts';
import { digitGroups, type Reading, readDigits, shapeKey } from './digit-groups.ts';
import { type Confidence, type Detector, isNear, type Sought } from './finding.ts';
import { numericIds } from './national-numbers.ts';

/** A number that is known by its shape. */
interface Form {
  readonly dataClass: 'card' | 'national_id';
  readonly kind: string;
  /** How sure it is in this shape, without and with one of `words` near it. Undefined: then it is none. */
  confidence(reading: Reading, sought: Sought): Confidence | undefined;
}

/** What the issuers' numbers begin with, and how long they are. */
const issuers =
  /^(?:4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17})$/;

/** How numbers of cards are written: in one piece, or in these groups, with spaces or hyphens. */
const cardShapes = ['4 4 4 4', '4 6 5', '4 6 4', '4 4 4 4 3', '14', '15', '16', '17', '18', '19'].flatMap(
  (shape) => [shape, shape.replaceAll(' ', '-'), shape.replaceAll(' ', '.')],
);

const card: Form = {
  dataClass: 'card',
  kind: '',
  confidence: ({ digits, start }, { text }) =>
    issuers.test(digits) && !isDecimal(text, start) && !isRepeated(digits) && luhn(digits)
      ? 'certain'
      : undefined,
};

/** Digits behind a point or a comma are a fraction. */
const isDecimal = (text: string, start: number): boolean =>
  /\d[.,]$/.test(text.slice(Math.max(0, start - 2), start));

const known = new Map<number, Form[]>();
const add = (shape: string, form: Form) => {
  const key = shapeKey(shape);
  known.set(key, [...(known.get(key) ?? []), form]);
};
for (const shape of new Set(cardShapes)) add(shape, card);
for (const id of numericIds)
  for (const [shape, strength] of Object.entries(id.shapes))
    add(shape, {
      dataClass: 'national_id',
      kind: id.kind,
      confidence: ({ digits, start, end }, sought) => {
        if (isRepeated(digits) || isDecimal(sought.text, start) || !id.valid(digits)) return undefined;
        if (isNear(sought, start, end, id.words)) return 'certain';
        return strength === 'strong' ? 'likely' : 'possible';
      },
    });

/** Cards and national numbers, in one pass over the digits of a text. */
export const numbers: Detector = (sought) => {
  if (!sought.hasDigits) return [];
  const found: ReturnType<Detector> = [];
  readDigits(sought.text, digitGroups(sought.text), known, (form, reading) => {
    const confidence = form.confidence(reading, sought);
    const { start, end } = reading;
    if (confidence !== undefined)
      found.push({ dataClass: form.dataClass, kind: form.kind, start, end, confidence });
  });
  return found;
};
