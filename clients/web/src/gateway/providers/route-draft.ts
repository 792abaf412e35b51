import type { Route } from '../../api/types.ts';

/** A line of the form, as it is typed. */
export interface DraftTarget {
  readonly key: number;
  readonly model: string;
  readonly weight: string;
  readonly seconds: string;
}

export interface RouteDraft {
  readonly name: string;
  readonly retries: number;
  readonly targets: readonly DraftTarget[];
}

let keys = 0;
export function newTarget(weight: number): DraftTarget {
  keys += 1;
  return { key: keys, model: '', weight: String(weight), seconds: '' };
}

export function draftOf(route: Route | undefined): RouteDraft {
  if (route === undefined) return { name: '', retries: 1, targets: [newTarget(1), newTarget(0)] };
  return {
    name: route.name,
    retries: route.retries,
    targets: route.targets.map(({ model, weight, timeoutMs }) => ({
      ...newTarget(weight),
      model,
      seconds: timeoutMs === null ? '' : String(timeoutMs / 1_000),
    })),
  };
}

const weightOf = (typed: string): number | null => (/^\d{1,4}$/.test(typed.trim()) ? Number(typed) : null);
const timeoutOf = (typed: string): number | null => {
  const seconds = Number(typed.trim().replace(',', '.'));
  return typed.trim() === '' || !(seconds >= 0.1 && seconds <= 600) ? null : Math.round(seconds * 1_000);
};

/** Lines without a model are not there. */
const filled = ({ targets }: RouteDraft) => targets.filter(({ model }) => model !== '');

export function bodyOf(draft: RouteDraft) {
  return {
    retries: draft.retries,
    targets: filled(draft).map(({ model, weight, seconds }) => ({
      ...{ model, weight: weightOf(weight) ?? 0, timeoutMs: timeoutOf(seconds) },
    })),
  };
}

/** Why it cannot be set yet. */
export function whatIsMissing(draft: RouteDraft): string | null {
  const lines = filled(draft);
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(draft.name.trim()))
    return 'Name it with lower-case letters, digits and hyphens.';
  if (lines.length === 0) return 'Choose a model first.';
  if (new Set(lines.map(({ model }) => model)).size < lines.length) return 'A model is there twice.';
  if (lines.some(({ weight }) => (weightOf(weight) ?? 1_001) > 1_000))
    return 'A weight is a whole number up to 1000.';
  if (lines.some(({ seconds }) => seconds.trim() !== '' && timeoutOf(seconds) === null))
    return 'Seconds are between 0.1 and 600.';
  return lines.every(({ weight }) => weightOf(weight) === 0)
    ? 'Give at least one model a weight above 0.'
    : null;
}
