import { builtInDetectors, detect } from './detect.ts';
import { encodedRuns } from './encoded.ts';
import { type Detector, type Found, fullName } from './finding.ts';
import { normalized, plainView, unescaped, type View } from './view.ts';

/** How many disguises may be inside each other. */
const deepest = 3;

/**
 * Everything in a text, whatever it is disguised in (AT-54): characters that look the same or are not seen, escapes, base64 and hexadecimal digits, also
 * inside each other. Places are those of the text as it stands. Pure; linear in the text.
 */
export function findData(text: string, detectors: readonly Detector[] = builtInDetectors): Found[] {
  const found = [...within(plainView(text), detectors, 0)];
  return distinct(found).sort((left, right) => left.start - right.start || left.end - right.end);
}

function* within(plain: View, detectors: readonly Detector[], depth: number): Generator<Found> {
  let view = normalized(plain);
  yield* placed(view, detect(view.text, detectors));
  for (let time = 0; time < deepest; time += 1) {
    const next = normalized(unescaped(view));
    if (next.text === view.text) break;
    view = next;
    yield* placed(view, detect(view.text, detectors));
  }
  if (depth === deepest) return;
  for (const { start, end, text } of encodedRuns(view.text))
    for (const inner of within(plainView(text), detectors, depth + 1))
      yield { ...inner, start: view.start(start), end: view.end(end) };
}

function* placed(view: View, found: readonly Found[]): Generator<Found> {
  for (const one of found) yield { ...one, start: view.start(one.start), end: view.end(one.end) };
}

/** One finding for each place and kind, however many views show it. */
function distinct(found: readonly Found[]): Found[] {
  const seen = new Map<string, Found>();
  for (const one of found) {
    const key = `${fullName(one)} ${one.start} ${one.end}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
