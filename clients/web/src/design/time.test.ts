import { describe, expect, it } from 'vitest';
import { duration, exactTime, minuteTime, relativeTime } from './time.ts';

const now = new Date('2026-11-23T12:00:00.000Z');
const ago = (ms: number): string => relativeTime(new Date(now.getTime() - ms), now, 'UTC');

describe('relative time', () => {
  it.each([
    [0, 'just now'],
    [59_999, 'just now'],
    [60_000, '1 min ago'],
    [59 * 60_000, '59 min ago'],
    [3_600_000, '1 h ago'],
    [23 * 3_600_000, '23 h ago'],
    [25 * 3_600_000, 'yesterday'],
    [3 * 86_400_000, '3 days ago'],
    [8 * 86_400_000, 'Nov 15'],
    [400 * 86_400_000, 'Oct 19, 2025'],
  ])('%i ms ago is "%s"', (ms, words) => expect(ago(ms)).toBe(words));

  it('names the day of what lies ahead', () => expect(ago(-20 * 86_400_000)).toBe('Dec 13'));
});

it('what lies ahead is told to the minute, with the zone', () => {
  const text = minuteTime(new Date('2026-11-23T23:30:00.123Z'), 'Europe/Berlin');
  expect(text).toContain('Nov 24');
  expect(text).toContain('00:30 GMT+1');
});

describe('exact time', () => {
  it("is in the reader's zone, to the millisecond, and names the zone", () => {
    const text = exactTime(new Date('2026-11-23T23:30:00.123Z'), 'Europe/Berlin');
    expect(text).toContain('Nov 24, 2026');
    expect(text).toContain('00:30:00.123');
    expect(text).toContain('GMT+1');
  });
});

it.each([
  [9, '9 ms'],
  [1_240, '1.2 s'],
  [61_000, '1 min 1 s'],
])('%i ms is %s', (ms, words) => expect(duration(ms)).toBe(words));
