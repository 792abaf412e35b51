import { kindOf } from '../asset.ts';
import { parsePrompt } from '../dotprompt/index.ts';

/** What two assets are compared by: of a prompt its template, for front matters are alike by themselves. */
export function comparedText(path: string, text: string): string {
  const prompt = kindOf(path) === 'prompt' ? parsePrompt(text) : undefined;
  return prompt?.ok === true ? prompt.prompt.body.text : text;
}

/** How much two texts share, from 0 to 1: of the trigrams of their words that either has, those that both have (as pg_trgm counts). Pure. */
export function likeness(left: string, right: string): number {
  const [some, others] = [trigrams(left), trigrams(right)];
  if (some.size === 0 || others.size === 0) return 0;
  let shared = 0;
  for (const trigram of some) if (others.has(trigram)) shared += 1;
  return shared / (some.size + others.size - shared);
}

function trigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3));
  }
  return found;
}
