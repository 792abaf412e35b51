import { describe, expect, it } from 'vitest';
import { findData } from './classify.ts';
import { negatives, positives, seeded } from './corpus.fixture.ts';
import { fullName } from './finding.ts';

const seed = 20_261_127;
const names = (text: string): string[] =>
  findData(text)
    .filter(({ confidence }) => confidence !== 'possible')
    .map(fullName);

describe('the labelled corpus', () => {
  it('is found at 0.95 of each class and more, and at most 1 % of what only looks so is reported: figures', () => {
    const random = seeded(seed);
    const good = positives(random, 40);
    const bad = negatives(random, 40);
    expect(good.length).toBeGreaterThanOrEqual(1_000);
    expect(bad.length).toBeGreaterThanOrEqual(1_000);
    const byClass = Map.groupBy(good, ({ label }) => label);
    const recall = [...byClass].map(([label, texts]) => {
      const found = texts.filter(({ text }) => names(text).includes(label)).length;
      return { label, of: texts.length, found, share: found / texts.length };
    });
    const reported = bad.flatMap(({ label, text }) => names(text).map((found) => ({ label, found, text })));
    const falseShare = new Set(reported.map(({ text }) => text)).size / bad.length;
    const lines = recall.map(({ label, found, of }) => `  ${label.padEnd(36)} ${found} of ${of}`);
    process.stdout.write(
      `data classes, seed ${seed}: ${good.length} positives, ${bad.length} hard negatives, ${(falseShare * 100).toFixed(2)} % false\n${lines.join('\n')}\n`,
    );
    expect(recall.filter(({ share }) => share < 0.95)).toEqual([]);
    expect(falseShare).toBeLessThanOrEqual(0.01);
  });
});
