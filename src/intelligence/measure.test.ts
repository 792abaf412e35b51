import { describe, expect, it } from 'vitest';
import { everyDay } from './home.ts';
import { figures } from './measure.ts';

const from = new Date('2026-11-01T00:00:00.000Z');
const to = new Date('2026-11-28T00:00:00.000Z');
const day = (text: string, executions: number, governed: number, people = 1) => ({
  day: text,
  executions,
  governed,
  people,
});
const figureOf = (list: ReturnType<typeof figures>, id: string) =>
  list.find((figure) => figure.id === id)?.value;

describe('the figures', () => {
  const days = everyDay([day('2026-11-02', 10, 4), day('2026-11-28', 2, 2)], from, to);
  const list = figures(days, 3, 5.04);

  it('count the last 7 days of 28, and shares of all 28', () => {
    expect(days).toHaveLength(28);
    expect(figureOf(list, 'executions_7d')).toBe(2);
    expect(figureOf(list, 'active_people_7d')).toBe(3);
    expect(figureOf(list, 'governed_share_28d')).toBe(50);
    expect(figureOf(list, 'median_approval_hours_28d')).toBe(5);
  });

  it('name their definition and its version', () => {
    for (const figure of list) expect(figure.definition).toMatch(new RegExp(`^${figure.id}@1: `));
  });

  it('have a series without holes, in order', () => {
    const series = list[0]?.series ?? [];
    expect(series).toHaveLength(28);
    expect(series[1]).toEqual({ at: '2026-11-02T00:00:00.000Z', value: 10 });
    expect(series.map((point) => point.at)).toEqual(series.map((point) => point.at).toSorted());
  });

  it('have no value where there is no data', () => {
    const empty = figures(everyDay([], from, to), 0, null);
    expect(figureOf(empty, 'executions_7d')).toBe(0);
    expect(figureOf(empty, 'governed_share_28d')).toBeNull();
    expect(figureOf(empty, 'median_approval_hours_28d')).toBeNull();
  });
});
