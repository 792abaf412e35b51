import { z } from 'zod';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import type { Found } from '../classes/index.ts';

/** The body that a detector is sent. */
export const requestBody = (texts: readonly string[]): string => JSON.stringify({ version: 1, texts });

const answerShape = z.object({
  findings: z
    .array(
      z.object({
        text: z.int().min(0),
        class: z.string().regex(/^[a-z][a-z0-9_]{1,40}(?:\.[a-z][a-z0-9_]{0,40})?$/),
        start: z.int().min(0),
        end: z.int().min(0),
        confidence: z.enum(['certain', 'likely', 'possible']).default('likely'),
      }),
    )
    .max(10_000),
});

export type ReadAnswer =
  | { readonly ok: true; readonly found: readonly (readonly Found[])[] }
  | { readonly ok: false; readonly why: string };

/**
 * What a detector found in each text. It counts in Unicode code points; we in UTF-16 units. An answer of which any part cannot be is not
 * believed at all: whoever lies about one place may have left out another. Pure.
 */
export function readAnswer(answer: string, texts: readonly string[]): ReadAnswer {
  const parsed = answerShape.safeParse(jsonOf(answer));
  if (!parsed.success) return { ok: false, why: 'its answer is not the JSON that was agreed' };
  const places = new Map<number, Int32Array>();
  const found: Found[][] = texts.map(() => []);
  for (const one of parsed.data.findings) {
    const text = texts[one.text];
    const into = found[one.text];
    if (text === undefined || into === undefined)
      return { ok: false, why: 'its answer names a text that it was not sent' };
    const offsets = places.get(one.text) ?? offsetsOf(text);
    places.set(one.text, offsets);
    const [start, end] = [offsets[one.start], offsets[one.end]];
    if (start === undefined || end === undefined || end <= start)
      return { ok: false, why: 'its answer names a place that is not in the text' };
    const [dataClass = one.class, kind = ''] = one.class.split('.');
    into.push({ dataClass, kind, start, end, confidence: one.confidence });
  }
  return { ok: true, found };
}

function jsonOf(answer: string): unknown {
  try {
    return parseUntrustedJson(answer);
  } catch {
    return undefined;
  }
}

/** Where each code point starts, and where the last one ends. */
function offsetsOf(text: string): Int32Array {
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    offsets.push(at);
    at += character.length;
  }
  return Int32Array.from([...offsets, at]);
}
