import type { Detector, Found } from './finding.ts';
import { looksSecret, secretForms } from './secret-forms.ts';

/** Secrets by their form. A value that must look random is all that is marked: the word before it is not secret. */
export const secrets: Detector = ({ text, lower }) => {
  const found: Found[] = [];
  for (const { kind, hints, folded, pattern } of secretForms) {
    const searched = folded === true ? lower : text;
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
