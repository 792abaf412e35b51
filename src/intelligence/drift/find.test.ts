import { describe, expect, it } from 'vitest';
import { addDays } from '../days.ts';
import { driftsOf, type PromptDay, type ThumbDay } from './find.ts';

/** Days are drawn, not given: cases of a day vary, and days vary among themselves by more than their cases do. */
const start = '2026-01-05';
const days = 70;
const today = addDays(start, days);

interface Planted {
  readonly failed?: number;
  readonly tokens?: number;
  readonly durationMs?: number;
  readonly good?: number;
}

function draw(seed: number, planted: Planted, changesAt = 49) {
  const next = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const ran: PromptDay[] = [];
  const thumbs: ThumbDay[] = [];
  for (let at = 0; at < days; at += 1) {
    const isAfter = at >= changesAt;
    const cases = 20 + Math.floor(next() * 40);
    const swing = (0.1 * normal()) / 2;
    const failing = (isAfter ? (planted.failed ?? 0.03) : 0.03) * (1 + 2 * swing);
    const failed = Array.from({ length: cases }, next).filter((one) => one < failing).length;
    const mean = (base: number) =>
      Math.round(cases * base * (1 + swing) + base * 0.6 * normal() * Math.sqrt(cases));
    const day = addDays(start, at);
    ran.push({
      ...{ library: 'lib_1', path: 'a.prompt', day, version: isAfter ? 8 : 7, model: 'm', provider: 'p' },
      ...{ executions: cases, succeeded: cases - failed, failed, refused: 0 },
      outputTokens: mean(isAfter ? (planted.tokens ?? 300) : 300),
      ...{ timed: cases, durationMs: mean(isAfter ? (planted.durationMs ?? 900) : 900) },
      ...{ priced: cases, costMicroUsd: mean(2_000) },
    });
    const good = isAfter ? (planted.good ?? 0.8) : 0.8;
    const liked = Array.from({ length: 12 }, next).filter((one) => one < good).length;
    const people = ['a', 'b', 'c', 'd', 'e'];
    thumbs.push({ day, version: isAfter ? 8 : 7, scores: 12, good: liked, people });
  }
  return { days: ran, thumbs, durations: [] };
}

describe('drift', () => {
  it('that is planted is found, with what changed and since when (seeds 1 to 40)', () => {
    for (const [planted, metric] of [
      [{ failed: 0.25 }, 'failures'],
      [{ tokens: 420 }, 'length'],
      [{ durationMs: 1_300 }, 'latency'],
      [{ good: 0.5 }, 'acceptance'],
    ] as const) {
      let found = 0;
      for (let seed = 1; seed <= 40; seed += 1) {
        const drift = driftsOf(draw(seed, planted), today, 5).find((one) => one.metric === metric);
        if (drift === undefined) continue;
        found += 1;
        expect(drift).toMatchObject({
          changed: { kind: 'version', from: 'v7', to: 'v8' },
          on: addDays(start, 49),
        });
        expect(drift.since >= drift.on).toBe(true);
      }
      expect({ metric, found: found >= 36 }).toEqual({ metric, found: true });
    }
  });

  it('that is not there raises an alarm in at most 5 of 100 prompts that are looked at every day for three weeks (seeds 1 to 200)', () => {
    let alarmed = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const runs = draw(seed, {});
      const looks = Array.from({ length: 21 }, (_, at) => addDays(start, 50 + at));
      if (
        looks.some((look) => {
          const known = {
            ...runs,
            days: runs.days.filter(({ day }) => day < look),
            thumbs: runs.thumbs.filter(({ day }) => day < look),
          };
          return driftsOf(known, look, 5).length > 0;
        })
      )
        alarmed += 1;
    }
    console.info(
      `drift: ${alarmed} false alarms over 200 prompts, six series each, 21 looks (seeds 1 to 200)`,
    );
    expect(alarmed).toBeLessThanOrEqual(10);
  });

  it('without any change of ours is found too, and named so', () => {
    const runs = draw(7, { tokens: 450 }, 42);
    const same = { ...runs, days: runs.days.map((day) => ({ ...day, version: 7 })) };
    expect(driftsOf(same, today, 5)).toMatchObject([{ metric: 'length', changed: { kind: 'nothing' } }]);
  });

  it('of times that are spread otherwise around the same mean is found by the index, unless so few would differ by chance', () => {
    const runs = draw(11, {});
    const bucket = (day: PromptDay, at: number, executions: number) => ({
      ...{ day: day.day, version: day.version, model: 'm', bucket: at, executions },
    });
    const spread = (cases: number) =>
      runs.days.flatMap((day) =>
        day.version === 7
          ? [bucket(day, 140, cases)]
          : [bucket(day, 110, cases / 2), bucket(day, 155, cases / 2)],
      );
    expect(driftsOf({ ...runs, durations: spread(30) }, today, 5)).toMatchObject([
      { metric: 'latency', stability: expect.toSatisfy((index: number) => index > 1) },
    ]);
    const alike = runs.days.map((day) => bucket(day, 140 + (day.executions % 9), day.executions));
    expect(driftsOf({ ...runs, durations: alike }, today, 5)).toEqual([]);
  });

  it('of times that nobody notices is no alarm', () => {
    const runs = draw(1, { durationMs: 1_300 });
    const faster = (factor: number) =>
      driftsOf(
        { ...runs, days: runs.days.map((day) => ({ ...day, durationMs: day.durationMs / factor })) },
        today,
        5,
      );
    expect(faster(1).map(({ metric }) => metric)).toEqual(['latency']);
    expect(faster(100)).toEqual([]);
  });

  it('says nothing of thumbs of fewer people than the smallest group, nor of few days', () => {
    const runs = draw(3, { good: 0.3 });
    const few = { ...runs, thumbs: runs.thumbs.map((day) => ({ ...day, people: ['a', 'b', 'c', 'd'] })) };
    expect(driftsOf(runs, today, 5).map(({ metric }) => metric)).toEqual(['acceptance']);
    expect(driftsOf(few, today, 5)).toEqual([]);
    expect(driftsOf(draw(3, { failed: 0.6 }), addDays(start, 53), 5)).toEqual([]);
  });
});

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
