import { addresses } from './addresses.ts';
import { emails, phones } from './contacts.ts';
import type { Confidence, Detector, Found } from './finding.ts';
import { ibans } from './ibans.ts';
import { lettered } from './national-letters.ts';
import { numbers } from './numbers.ts';
import { secrets } from './secrets.ts';
import { terms } from './terms.ts';

/** The built-in detectors. */
export const builtInDetectors: readonly Detector[] = [
  secrets,
  ibans,
  numbers,
  lettered,
  emails,
  phones,
  addresses,
  terms,
];

/** Of several readings of the same digits, one is meant: the one that says most. */
const numeric: readonly string[] = ['iban', 'card', 'national_id', 'phone', 'ip_address'];
const rank: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2 };

/** Everything that detectors find in one text, as it stands (`views` undoes disguises), in the order of the text. Pure; linear in the text. */
export function detect(text: string, detectors: readonly Detector[] = builtInDetectors): Found[] {
  const sought = { text, lower: text.toLowerCase(), hasDigits: /[0-9]/.test(text) };
  const found = detectors.flatMap((detector) => detector(sought));
  return found.length < 2 ? found : withoutRivals(found).sort((left, right) => left.start - right.start);
}

function withoutRivals(found: readonly Found[]): Found[] {
  const rivals = found
    .filter(({ dataClass }) => numeric.includes(dataClass))
    .sort(
      (left, right) =>
        rank[left.confidence] - rank[right.confidence] ||
        numeric.indexOf(left.dataClass) - numeric.indexOf(right.dataClass) ||
        right.end - right.start - (left.end - left.start) ||
        left.start - right.start,
    );
  const taken = new Set<number>();
  const kept = rivals.filter(({ start, end }) => {
    for (let at = start; at < end; at += 1) if (taken.has(at)) return false;
    for (let at = start; at < end; at += 1) taken.add(at);
    return true;
  });
  return [...found.filter(({ dataClass }) => !numeric.includes(dataClass)), ...kept];
}
