import type { Assertion } from './case.ts';

/** A check as the form has it: its type, and what was typed for it. */
export type CheckDraft = { key: number; type: string; text: string };

type Kind = { type: string; label: string; needs: 'text' | 'number' | 'nothing'; hint: string };

/** The checks that are offered; a file may hold every other that promptfoo knows. */
export const checkKinds: readonly Kind[] = [
  { type: 'icontains', label: 'contains', needs: 'text', hint: 'In capitals or not' },
  { type: 'not-icontains', label: 'does not contain', needs: 'text', hint: 'In capitals or not' },
  { type: 'equals', label: 'is exactly', needs: 'text', hint: 'To the letter' },
  { type: 'starts-with', label: 'starts with', needs: 'text', hint: 'To the letter' },
  {
    type: 'regex',
    label: 'fits the expression',
    needs: 'text',
    hint: 'A regular expression, anywhere in it',
  },
  { type: 'is-json', label: 'is JSON', needs: 'nothing', hint: '' },
  { type: 'word-count', label: 'has at most so many words', needs: 'number', hint: 'A number of words' },
  { type: 'latency', label: 'comes within', needs: 'number', hint: 'Milliseconds' },
];

export const kindOf = (type: string): Kind | undefined => checkKinds.find((kind) => kind.type === type);

/** What is missing before these can be saved; null when nothing is. */
export function missingIn(drafts: readonly CheckDraft[]): string | null {
  for (const { type, text } of drafts) {
    const kind = kindOf(type);
    if (kind?.needs === 'text' && text.trim() === '')
      return `Say what it ${kind.label}, or remove that check.`;
    if (kind?.needs === 'number' && !/^\d{1,9}$/.test(text.trim()))
      return `A whole number is missing where it ${kind.label}.`;
  }
  return null;
}

export function assertionOf({ type, text }: CheckDraft): Assertion {
  if (type === 'is-json') return { type };
  if (type === 'word-count') return { type, value: { max: Number(text) } };
  if (type === 'latency') return { type, threshold: Number(text) };
  return { type, value: text };
}
