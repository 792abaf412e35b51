import type { EvaluationState } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

/** How a run, or a case of it, is shown: `errored` means that nobody knows. */
export const looks: Readonly<Record<EvaluationState, { word: string; shape: Shape; tone: Tone }>> = {
  running: { word: 'running', shape: 'dots', tone: 'accent' },
  passed: { word: 'passed', shape: 'check', tone: 'good' },
  failed: { word: 'failed', shape: 'cross', tone: 'bad' },
  errored: { word: 'not known', shape: 'triangle', tone: 'warn' },
};

/** What stands after the @, as people say it. */
export function versionWords(version: string): string {
  if (version.startsWith('branch:')) return `the branch ${version.slice('branch:'.length)}`;
  return /^\d+$/.test(version) ? `version ${version}` : `what is live in ${version}`;
}

/** What changed against what is live: `better`, `worse`, or nothing. */
export function movement(
  candidate: Exclude<EvaluationState, 'running'>,
  baseline: Exclude<EvaluationState, 'running'> | undefined,
): 'better' | 'worse' | null {
  if (baseline === undefined || (candidate === 'passed') === (baseline === 'passed')) return null;
  return candidate === 'passed' ? 'better' : 'worse';
}
