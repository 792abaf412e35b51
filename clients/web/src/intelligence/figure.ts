import { count, money } from '../design/money.ts';

/** A figure's value with its unit, as people say it: `1,204`, `93%`, `4.2 h`. */
export function figureText(value: number | null, unit: string): string {
  if (value === null) return '–';
  const rounded =
    Math.abs(value) < 100 && !Number.isInteger(value) ? value.toFixed(1) : count(Math.round(value));
  if (unit === 'share' || unit === 'ratio') return `${Math.round(value * 100)}%`;
  if (unit === '%' || unit === 'percent') return `${rounded}%`;
  if (unit === 'hours' || unit === 'h') return `${rounded} h`;
  if (unit === 'usd') return money(Math.round(value * 1_000_000));
  if (unit === 'microUsd' || unit === 'costMicroUsd') return money(value);
  return rounded;
}

/** Points of a line through the known values, in a box of `width` × `height`; gaps break nothing, they are skipped. */
export function linePoints(
  values: readonly (number | null)[],
  width: number,
  height: number,
): [number, number][] {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return [];
  const top = Math.max(...known);
  const bottom = Math.min(0, ...known);
  const range = top - bottom === 0 ? 1 : top - bottom;
  const step = width / (values.length - 1);
  return values.flatMap((value, at): [number, number][] =>
    value === null ? [] : [[at * step, height - ((value - bottom) / range) * height]],
  );
}

/** A definition without the name and version of its formula, as a sentence: `executions_7d@1: number of …` → `Number of …`. */
export function definitionText(definition: string): string {
  const text = definition.replace(/^[a-z0-9_]+@\d+:\s*/, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
