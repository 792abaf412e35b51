import type { Execution } from '../api/types.ts';

/** `support/triage-ticket v7`, or what ran instead of a governed prompt. */
export function promptText({ prompt, model }: Pick<Execution, 'prompt' | 'model'>): string {
  if (prompt === null) return `${model} without a governed prompt`;
  return `${prompt.library}/${prompt.name}${prompt.version === null ? '' : ` v${prompt.version}`}`;
}
