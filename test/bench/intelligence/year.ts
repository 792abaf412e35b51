import { seeded } from '../../../scripts/demo/random.ts';
import { addDays, weekOf } from '../../../src/intelligence/days.ts';
import type { UseFact } from '../../../src/intelligence/use/fact.ts';

/**
 * A year of an organization, drawn with a seed. What is planted:
 * - 2,000 people in 40 teams, who join over the year; one in ten runs things all day, one in five never;
 * - seasons: weekends at 6 %, August at 55 %, the last week of the year at 20 %, growth by a half over the year;
 * - 500 prompts in 25 libraries, used by Zipf's law, each with four versions over the year; one call in eight is raw;
 * - 60 apps that run 60 % of all executions, nights and weekends too;
 * - drift: from day 240 on, every version 3 of prompt 0 fails in 9 % of its executions instead of 2 %, and model 1 takes 1.8 times as long.
 * Executions of one person or app with the same prompt, model, day and outcome are one fact with a number of how many.
 */
export interface Group {
  readonly fact: UseFact;
  readonly count: number;
}

export const peopleCount = 2_000;
export const promptCount = 500;
export const libraryCount = 25;
export const appCount = 60;

const models = ['gpt-5-mini', 'claude-sonnet-4-5', 'gemini-2.5-flash', 'gpt-5'];

export interface Names {
  readonly people: readonly string[];
  readonly apps: readonly string[];
  readonly libraries: readonly string[];
}

/** The groups of one day, for `wanted` executions over the whole year. */
export function* dayOfYear(names: Names, first: string, day: number, wanted: number): Generator<Group> {
  const random = seeded(9_000_000 + day);
  const date = addDays(first, day);
  const weekend = weekOf(date).dayOfWeek > 4;
  const month = Number(date.slice(5, 7));
  const season =
    (month === 8 ? 0.55 : month === 12 && Number(date.slice(8)) > 23 ? 0.2 : 1) * (1 + day / 730);
  const perDay = (wanted / 365) * season * 0.86;
  const zipf = () => Math.min(promptCount - 1, Math.floor(promptCount ** random.next() - 1));
  const appShare = perDay * 0.6;
  for (const app of names.apps) {
    const share = appShare / names.apps.length;
    for (let use = 0; use < 3; use += 1)
      yield* split(names, random, date, day, { person: '', app }, zipf(), Math.round(share / 3));
  }
  const joined = Math.floor(names.people.length * Math.min(1, 0.3 + (day / 365) * 0.9));
  const factor = (perDay * 0.4 * (weekend ? 0.06 : 1.35)) / (joined * 4.6);
  for (let at = 0; at < joined; at += 1) {
    const person = names.people[at] ?? '';
    const habit = at % 10 === 0 ? 22 : at % 5 === 1 ? 0 : at % 3 === 0 ? 4 : 1.5;
    const runs = habit * factor;
    if (random.next() > Math.min(1, runs)) continue;
    for (let use = 0; use < (habit > 10 ? 4 : 2); use += 1)
      yield* split(names, random, date, day, { person, app: '' }, zipf(), Math.max(1, Math.round(runs / 3)));
  }
}

function* split(
  names: Names,
  random: ReturnType<typeof seeded>,
  date: string,
  day: number,
  who: Pick<UseFact, 'person' | 'app'>,
  prompt: number,
  count: number,
): Generator<Group> {
  if (count <= 0) return;
  const raw = random.next() < 0.125;
  const version = 1 + Math.min(3, Math.floor((day + (prompt % 90)) / 110));
  const modelAt = (prompt + (day > 300 ? 1 : 0)) % models.length;
  const drifts = day >= 240 && ((prompt === 0 && version >= 3) || modelAt === 1);
  const failing = drifts && prompt === 0 ? 0.09 : 0.02;
  const failed = Math.min(count, Math.floor(count * failing + random.next()));
  const durationMs = Math.round(300 + random.next() * 4_000) * (drifts && modelAt === 1 ? 1.8 : 1);
  const base = {
    ...who,
    at: `${date}T10:00:00.000Z`,
    library: raw ? '' : (names.libraries[prompt % names.libraries.length] ?? ''),
    path: raw ? '' : `prompt-${prompt}.prompt`,
    version: raw ? 0 : version,
    model: models[modelAt] ?? '',
    provider: 'main',
    environment: 'production',
    firstIndex: day * 50_000,
    lastIndex: day * 50_000 + 49_999,
    inputTokens: 700,
    outputTokens: 240,
    durationMs: Math.round(durationMs),
  };
  if (count > failed)
    yield { fact: { ...base, status: 'succeeded', costMicroUsd: 640 }, count: count - failed };
  if (failed > 0) yield { fact: { ...base, status: 'failed', costMicroUsd: null }, count: failed };
}
