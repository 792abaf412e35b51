import { describe, expect, it } from 'vitest';
import { movingAverage, stabilityIndex, stabilityOf } from './drift.ts';
import { agreement, type Confusion, correctedRate, sensitivity, specificity } from './judged.ts';
import { compareShares, runsForEachArm, runsUntilItTells } from './sequential.ts';

const rounded = (value: number | null | undefined, digits = 3) => Number(value?.toFixed(digits));
const good: Confusion = { bothPass: 90, onlyPeople: 10, onlyJudge: 15, bothFail: 85 };

describe('a rate by a judge who errs', () => {
  it('is corrected: 375 of 500 by a judge of 0.90 and 0.85 are 80 %', () => {
    expect(sensitivity(good).value).toBe(0.9);
    expect(specificity(good).value).toBe(0.85);
    const rate = correctedRate(375, 500, good);
    expect(rounded(rate.value)).toBe(0.8);
    expect(rounded(rate.low)).toBe(0.717);
    expect(rounded(rate.high)).toBe(0.883);
  });

  it('is refused when the judge says next to nothing, or was never compared with people', () => {
    const poor = { bothPass: 60, onlyPeople: 40, onlyJudge: 41, bothFail: 59 };
    expect(correctedRate(250, 500, poor).value).toBeNull();
    expect(correctedRate(250, 500, { ...poor, onlyJudge: 39, bothFail: 61 }).value).not.toBeNull();
    expect(correctedRate(250, 500, { ...good, onlyJudge: 0, bothFail: 0 }).value).toBeNull();
    expect(correctedRate(0, 0, good).value).toBeNull();
  });

  it.each([
    [0.8, 21],
    [0.5, 22],
  ])('covers the truth %f in 93 to 97 of 100 samples (seed %i)', (truth, seed) => {
    const next = seeded(seed);
    const draw = (n: number, p: number) => {
      let hits = 0;
      for (let trial = 0; trial < n; trial += 1) hits += next() < p ? 1 : 0;
      return hits;
    };
    let covered = 0;
    for (let sample = 0; sample < 4_000; sample += 1) {
      const [bothPass, bothFail] = [draw(100, 0.9), draw(100, 0.85)];
      const passed = draw(500, truth * 0.9 + (1 - truth) * 0.15);
      const calibration = { bothPass, onlyPeople: 100 - bothPass, onlyJudge: 100 - bothFail, bothFail };
      const { low, high } = correctedRate(passed, 500, calibration);
      covered += (low ?? 1) <= truth && truth <= (high ?? 0) ? 1 : 0;
    }
    expect(covered / 4_000).toBeGreaterThan(0.93);
    expect(covered / 4_000).toBeLessThan(0.97);
  });
});

describe('agreement beyond chance', () => {
  it('is 0.61 for 90 of 100 where 85 pass', () => {
    const kappa = agreement({ bothPass: 80, onlyPeople: 5, onlyJudge: 5, bothFail: 10 });
    expect(rounded(kappa.value, 2)).toBe(0.61);
    expect(kappa.low).toBeLessThan(0.45);
  });

  it('is 1 for the same, 0 for chance, none without a difference between items', () => {
    expect(agreement({ bothPass: 5, onlyPeople: 0, onlyJudge: 0, bothFail: 5 }).value).toBe(1);
    expect(agreement({ bothPass: 25, onlyPeople: 25, onlyJudge: 25, bothFail: 25 }).value).toBe(0);
    expect(agreement({ bothPass: 9, onlyPeople: 0, onlyJudge: 0, bothFail: 0 }).value).toBeNull();
    expect(agreement({ bothPass: 0, onlyPeople: 0, onlyJudge: 0, bothFail: 0 }).value).toBeNull();
  });

  it('covers the truth in 93 to 97 of 100 samples (seed 23)', () => {
    const next = seeded(23);
    // People pass 70 %; the judge passes 90 % of those and 15 % of the rest: by chance 0.5700, together 0.885.
    const [people, judge] = [0.7, 0.675];
    const byChance = people * judge + (1 - people) * (1 - judge);
    const truth = (0.885 - byChance) / (1 - byChance);
    let covered = 0;
    for (let sample = 0; sample < 4_000; sample += 1) {
      const seen = { bothPass: 0, onlyPeople: 0, onlyJudge: 0, bothFail: 0 };
      for (let item = 0; item < 250; item += 1)
        if (next() < people) seen[next() < 0.9 ? 'bothPass' : 'onlyPeople'] += 1;
        else seen[next() < 0.15 ? 'onlyJudge' : 'bothFail'] += 1;
      const { low, high } = agreement(seen);
      covered += (low ?? 1) <= truth && truth <= (high ?? 0) ? 1 : 0;
    }
    expect(covered / 4_000).toBeGreaterThan(0.93);
    expect(covered / 4_000).toBeLessThan(0.97);
  });
});

describe('two versions while one watches', () => {
  it('follows the formula: 80 and 86 of 100', () => {
    const seen = compareShares({ part: 80, whole: 100 }, { part: 86, whole: 100 });
    const variance = (2 * 0.83 * 0.17) / 100;
    const spread = variance + 0.01;
    expect(seen?.likelihood).toBeCloseTo(
      Math.sqrt(variance / spread) * Math.exp((0.01 * 0.06 ** 2) / (2 * variance * spread)),
      12,
    );
    expect(seen?.tells).toBe(false);
  });

  it('tells exactly when its interval leaves zero out', () => {
    for (let part = 700; part <= 900; part += 1) {
      const seen = compareShares({ part: 800, whole: 1_000 }, { part, whole: 1_000 });
      expect(seen?.tells).toBe((seen?.low ?? 0) > 0 || (seen?.high ?? 0) < 0);
    }
  });

  it('says nothing of few, or where nothing varied', () => {
    expect(compareShares({ part: 1, whole: 19 }, { part: 400, whole: 400 })).toBeNull();
    expect(compareShares({ part: 50, whole: 50 }, { part: 50, whole: 50 })).toBeNull();
  });

  it('raises a false alarm in at most 5 of 100 pairs that are looked at every 20 runs (seed 24)', () => {
    for (const rate of [0.5, 0.8, 0.95]) {
      const alarms = pairsThatTell(24, 2_000, rate, rate);
      process.stdout.write(`seed 24, acceptance ${rate}: ${alarms} false alarms of 2000 pairs\n`);
      expect(alarms / 2_000).toBeLessThanOrEqual(0.05);
    }
  });

  it('finds 90 against 80 % within 1,000 runs each, nearly always (seed 25)', () => {
    expect(pairsThatTell(25, 300, 0.8, 0.9) / 300).toBeGreaterThan(0.95);
  });

  it('says how many more runs it takes', () => {
    const [before, after] = [
      { part: 400, whole: 500 },
      { part: 430, whole: 500 },
    ];
    const more = runsUntilItTells(before, after) ?? 0;
    expect(more).toBeGreaterThan(0);
    const grown = (arm: typeof before, runs: number) => ({
      part: (arm.part / arm.whole) * (arm.whole + runs / 2),
      whole: arm.whole + runs / 2,
    });
    expect(compareShares(grown(before, more), grown(after, more))?.tells).toBe(true);
    expect(compareShares(grown(before, more - 2), grown(after, more - 2))?.tells).toBe(false);
    expect(runsUntilItTells(before, { part: 400, whole: 500 })).toBeNull();
    expect(runsUntilItTells(before, { part: 480, whole: 500 })).toBe(0);
  });

  it('needs 906 each for 80 against 85 %, and 199 for 80 against 90 %', () => {
    expect(runsForEachArm(0.8, 0.85)).toBe(906);
    expect(runsForEachArm(0.8, 0.9)).toBe(199);
    expect(runsForEachArm(0.8, 0.8)).toBeNull();
  });
});

describe('drift', () => {
  it('is 0.0405 from halves to 60 and 40', () => {
    expect(rounded(stabilityIndex([50, 50], [60, 40]), 4)).toBe(0.0405);
    expect(stabilityIndex([50, 50], [500, 500])).toBe(0);
    expect(stabilityIndex([50, 50], [0, 0])).toBeNull();
    expect(stabilityIndex([50, 50], [100, 0])).toBeGreaterThan(0.25);
    expect([0.05, 0.1, 0.25, 0.26].map(stabilityOf)).toEqual(['stable', 'watch', 'watch', 'act']);
  });

  it('is seen in the moving average, with the limits of the textbook, and only when it is there', () => {
    const steady = movingAverage(0.8, Array(30).fill({ value: 0.81, error: 0.02 }));
    expect(steady.some(({ alarm }) => alarm)).toBe(false);
    const reach = 3 * 0.02 * Math.sqrt((0.2 / 1.8) * (1 - 0.8 ** 60));
    expect(steady.at(-1)?.high).toBeCloseTo(0.8 + reach, 12);
    const fallen = movingAverage(0.8, Array(30).fill({ value: 0.75, error: 0.02 }));
    expect(fallen.findIndex(({ alarm }) => alarm)).toBe(1);
  });
});

/** How many of some pairs tell a difference at any of the looks, every 20 runs up to 1,000 in each arm. */
function pairsThatTell(seed: number, pairs: number, one: number, other: number): number {
  const next = seeded(seed);
  let told = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    let [before, after] = [0, 0];
    for (let whole = 1; whole <= 1_000; whole += 1) {
      before += next() < one ? 1 : 0;
      after += next() < other ? 1 : 0;
      if (whole % 20 > 0 || !compareShares({ part: before, whole }, { part: after, whole })?.tells) continue;
      told += 1;
      break;
    }
  }
  return told;
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
