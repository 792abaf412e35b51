import { describe, expect, it } from 'vitest';
import { type Met, trustOf } from './trust.ts';

const met = (over: Partial<Met> = {}): Met => ({
  ...{ bothPass: 90, onlyPeople: 10, onlyJudge: 15, bothFail: 85, scorers: 9, turned: 50, flipped: 9 },
  ...over,
});
const versions = [{ version: 3, items: 500, passed: 375, runners: 40 }];

describe('what a judge is worth', () => {
  it('corrects 375 of 500 by sensitivity 0.90 and specificity 0.85 to 80 %', () => {
    const { standing, flips, versions: rates } = trustOf(versions, met(), 5);
    expect(standing).toBe('corrected');
    expect(flips).toMatchObject({ value: 0.18, n: 50 });
    expect(rates[0]?.judged.value).toBe(0.75);
    expect(rates[0]?.corrected.value).toBeCloseTo(0.8, 10);
    expect(rates[0]?.corrected.low).toBeGreaterThan(0.7);
  });

  it('says how many more are to be rated, and shows no corrected rate until then', () => {
    const few = trustOf(versions, met({ bothPass: 8, onlyPeople: 0, onlyJudge: 0, bothFail: 2 }), 5);
    expect(few).toMatchObject({ standing: 'too_few_scored', missing: { good: 12, bad: 18 } });
    expect(few.words).toBe(
      'Rate 30 more of the answers that it judged: 12 that are good and 18 that are not.',
    );
    expect(few.versions[0]?.corrected.value).toBeNull();
    expect(few.versions[0]?.judged.value).toBe(0.75);
  });

  it('corrects nothing by a judge who says next to nothing', () => {
    const poor = trustOf(versions, met({ bothPass: 60, onlyPeople: 40, onlyJudge: 45, bothFail: 55 }), 5);
    expect(poor).toMatchObject({ standing: 'too_poor', versions: [{ corrected: { value: null } }] });
  });

  it('shows nothing of fewer people than the smallest group, on either side', () => {
    const hidden = trustOf([{ version: 3, items: 9, passed: 3, runners: 4 }], met({ scorers: 4 }), 5);
    expect(hidden).toMatchObject({
      ...{ standing: 'too_few_people', confusion: null, sensitivity: { value: null }, agreement: { n: 0 } },
      ...{ missing: { good: 20, bad: 20 }, versions: [{ judged: { value: null, n: 0 } }] },
    });
  });
});
