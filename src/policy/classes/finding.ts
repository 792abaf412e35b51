/**
 * What kinds of data are told apart. `national_id` and `secret` have kinds of their own (`national_id.es_dni`, `secret.github_token`): a
 * rule may name either.
 */
export const builtInClasses = [
  'email',
  'phone',
  'iban',
  'card',
  'national_id',
  'secret',
  'ip_address',
  'health',
  'financial',
] as const;
export type BuiltInClass = (typeof builtInClasses)[number];

/**
 * How sure a finding is. `certain`: a checksum or a form that nothing else has. `likely`: a form, with words around it that say so.
 * `possible`: what ordinary texts hold as well; it is counted and never given to policy.
 */
export type Confidence = 'certain' | 'likely' | 'possible';

/** One place in a text. Holds where, never what. */
export interface Found {
  readonly dataClass: string;
  /** Within the class; empty where it has no kinds. */
  readonly kind: string;
  /** Offsets in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
}

/** What a detector is given: the text, and what most of them would ask of it first, made once. */
export interface Sought {
  readonly text: string;
  /** The text in lower case. */
  readonly lower: string;
  /** Whether there is one of ASCII's digits. Most of what is looked for has some, and most texts that people write have none. */
  readonly hasDigits: boolean;
}

export type Detector = (sought: Sought) => Found[];

/** `national_id.es_dni`, or the class alone where it has no kinds. */
export function fullName({ dataClass, kind }: Pick<Found, 'dataClass' | 'kind'>): string {
  return kind === '' ? dataClass : `${dataClass}.${kind}`;
}

/** How far before a number its name may stand, and how far behind it, in characters. */
const before = 48;
const behind = 16;

/** Whether one of these words stands near a place. Words are in lower case. */
export function isNear({ lower }: Sought, start: number, end: number, words: readonly string[]): boolean {
  const around = `${lower.slice(Math.max(0, start - before), start)} ${lower.slice(end, end + behind)}`;
  return words.some((word) => hasWord(around, word));
}

/** The word, and not a part of a longer one: "tin" is not in "posting". */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const left = text[at - 1];
    const right = text[at + word.length];
    if ((left === undefined || !isLetter(left)) && (right === undefined || !isLetter(right))) return true;
  }
  return false;
}

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
