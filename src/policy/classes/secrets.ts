import type { Detector, Found } from './finding.ts';
import { createHints } from './hints.ts';
import { looksSecret, secretForms } from './secret-forms.ts';

/** Which forms a text hints at, in one pass over it: most texts hint at none or few, and looking for each alone would read them sixty times. */
const hintsOf = (folds: boolean) =>
  createHints(
    secretForms
      .filter(({ folded }) => (folded === true) === folds)
      .flatMap((form) => form.hints.map((word) => ({ word, meaning: form }))),
  );
const exactly = hintsOf(false);
const folded = hintsOf(true);

/** Secrets by their form. A value that must look random is all that is marked: the word before it is not secret. */
export const secrets: Detector = ({ text, lower }) => {
  const hinted = [exactly.of(text), folded.of(lower)];
  if (hinted.every(({ size }) => size === 0)) return [];
  const found: Found[] = [];
  for (const form of secretForms) {
    if (!hinted.some((forms) => forms.has(form))) continue;
    const { kind, pattern } = form;
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
