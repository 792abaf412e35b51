import type { JsonValue } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import type { AskOutside } from '../../policy/index.ts';
import type { Placed } from './inspect.ts';
import { mapLeaves } from './leaves.ts';

/** What outside detectors found in a value, in the places of `inspect`. */
export interface LookedOutside {
  readonly placed: readonly Placed[];
  readonly refusedBy: string | null;
  /** Whether one did not answer that may be done without. */
  readonly absent: boolean;
}

/** Shorter texts are sent nowhere: names of members, roles. */
const shortest = 6;

/** Has every text of a value looked through by others. What they find counts like what is found here. */
export async function inspectOutside(value: JsonValue, ask: AskOutside | null): Promise<LookedOutside> {
  if (ask === null) return { placed: [], refusedBy: null, absent: false };
  const leaves: string[] = [];
  mapLeaves(value, ({ text }) => {
    leaves.push(text);
    return text;
  });
  const texts = [...new Set(leaves.filter((text) => text.length >= shortest))];
  const { found, refusedBy, absent } = await ask(texts);
  const byText = new Map(texts.map((text, at) => [text, found[at] ?? []]));
  const placed = leaves.flatMap((text, leaf) =>
    (byText.get(text) ?? []).map((one) => ({ ...one, leaf, continues: false })),
  );
  return { placed, refusedBy, absent: absent.length > 0 };
}

/** A detector without which nothing goes on did not answer. */
export function notLookedThrough(detector: string): Problem {
  return new Problem({
    code: 'execution.detector_absent',
    status: 503,
    detail: `The detector ${detector} did not answer as it should, and your organization lets nothing pass that it did not look through. Try again shortly; ask an admin if it stays so.`,
    retryAfterSeconds: 5,
  });
}
