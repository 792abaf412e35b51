import { RE2JS } from 're2js';
import type { ClassDefinition } from '../../libraries/index.ts';
import { type Detector, type Found, isNear } from './finding.ts';

/** How many findings of one pattern are told of one text. */
const most = 10_000;

/**
 * The detector of an organization's own classes. Their patterns run on a linear-time engine without back-references (AT-57): no text and no
 * pattern can make it hang.
 */
export function ownDetector(definitions: readonly ClassDefinition[]): Detector {
  const compiled = definitions.map(({ name, near, patterns }) => ({
    ...{ name, near },
    patterns: patterns.map((pattern) => RE2JS.compile(pattern)),
  }));
  return (sought) =>
    compiled.flatMap(({ name, near, patterns }) => {
      const found: Found[] = [];
      for (const pattern of patterns) {
        const matcher = pattern.matcher(sought.text);
        while (found.length < most && matcher.find()) {
          const [start, end] = [matcher.start(), matcher.end()];
          if (end === start) continue;
          const isSure = near.length === 0 || isNear(sought, start, end, near);
          found.push({ dataClass: name, kind: '', start, end, confidence: isSure ? 'certain' : 'possible' });
        }
      }
      return found;
    });
}
