import type { AnswerOf } from '@countersign/sdk';
import { visible } from './visible.ts';

type Provider = AnswerOf<'provider.list'>['items'][number];
type Route = AnswerOf<'route.list'>['items'][number];

interface Target {
  readonly model: string;
  readonly weight: number;
  readonly timeoutMs: number | null;
}

/** `MODEL[:WEIGHT[:SECONDS]]`; a model's name may have colons of its own, so only numbers at its end count. @throws Error for what is none */
export function targetOf(typed: string): Target {
  const [, model = '', weight, seconds] = /^(.+?)(?::(\d{1,4})(?::(\d+(?:\.\d+)?))?)?$/.exec(typed) ?? [];
  if (model === '')
    throw new Error('A target is MODEL, MODEL:WEIGHT or MODEL:WEIGHT:SECONDS, e.g. gpt-5:3:20.');
  const timeoutMs = seconds === undefined ? null : Math.round(Number(seconds) * 1_000);
  return { model, weight: weight === undefined ? 1 : Number(weight), timeoutMs };
}

/** One provider on one line, and which of its models failed last. */
export function providerLine({ id, name, kind, baseUrl, region, models, unwell }: Provider): string {
  const bad = unwell.map(({ model, circuit, failures }) => `${model} ${circuit} after ${failures} failures`);
  const parts = [id, name, kind, baseUrl ?? 'here', region ?? 'no region', models.join(' ')];
  return visible([...parts, ...(bad.length === 0 ? [] : [`(${bad.join(', ')})`])].join('  '));
}

/** One route on one line: its targets in order, as they are typed, and how they do. */
export function routeLine({ name, retries, targets }: Route): string {
  const shown = targets.map(({ model, weight, timeoutMs, circuit }) => {
    const seconds = timeoutMs === null ? '' : `:${timeoutMs / 1_000}`;
    return `${model}:${weight}${seconds}${circuit === 'closed' ? '' : ` (${circuit})`}`;
  });
  return visible([name, `${retries} retries`, ...shown].join('  '));
}
