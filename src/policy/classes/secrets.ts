import type { Detector, Found } from './finding.ts';
import { looksSecret, secretForms } from './secret-forms.ts';

/** Any hint of any form, in one pass each: most texts have none, and looking for each alone would read them sixty times. */
const anyOf = (folds: boolean) =>
  new RegExp(
    secretForms
      .filter(({ folded }) => (folded === true) === folds)
      .flatMap(({ hints }) => hints.map((hint) => RegExp.escape(hint)))
      .join('|'),
  );
const exactly = anyOf(false);
const folded = anyOf(true);

/** Secrets by their form. A value that must look random is all that is marked: the word before it is not secret. */
export const secrets: Detector = ({ text, lower }) => {
  if (!exactly.test(text) && !folded.test(lower)) return [];
  const found: Found[] = [];
  for (const { kind, hints, folded: folds, pattern } of secretForms) {
    const searched = folds === true ? lower : text;
    if (!hints.some((hint) => searched.includes(hint))) continue;
    for (const match of text.matchAll(pattern)) {
      const value = match.groups?.value;
      if (value !== undefined && !looksSecret(value)) continue;
      const offset = value === undefined ? 0 : match[0].lastIndexOf(value);
      const start = match.index + offset;
      const end = value === undefined ? match.index + match[0].length : start + value.length;
      found.push({ dataClass: 'secret', kind, start, end, confidence: 'certain' });
    }
  }
  return found;
};

const names = new Map(secretForms.map(({ kind, name }) => [kind, name]));

/** `github_token` → `GitHub token`. */
export const secretName = (kind: string): string => names.get(kind) ?? kind;
