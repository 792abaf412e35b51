import type { LibraryId, PersonId, Principal } from '../../access/index.ts';
import type { ChangeId } from '../../changes/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { CaseAssertion, Digest, EvaluationCase, Oid } from '../../libraries/index.ts';
import type { Id } from '../../platform/id.ts';
import type { ExecutionId } from '../execution.ts';

export type EvaluationId = Id<'evr'>;

/** `errored`: whether it holds is not known, which is not passed. */
export const evaluationStates = ['running', 'passed', 'failed', 'errored'] as const;
export type EvaluationState = (typeof evaluationStates)[number];
export const caseStates = ['passed', 'failed', 'errored'] as const;
export type CaseState = (typeof caseStates)[number];

/** What one check says of one answer. Never quotes the answer. */
export interface Finding {
  readonly type: string;
  readonly state: CaseState;
  readonly message: string;
  readonly line: number;
}

/** One case to run, of one file, with one prompt. */
export interface Item {
  /** Counted from 1, over all files of a run. */
  readonly place: number;
  readonly path: string;
  /** `LIBRARY/NAME` */
  readonly prompt: string;
  readonly case: EvaluationCase;
}

/** A run of evaluations against what would be, or is, published; and the same cases against what is live, to compare. */
export interface Evaluation {
  readonly organization: OrganizationId;
  readonly id: EvaluationId;
  readonly library: LibraryId;
  /** The change whose evaluations these are; null when somebody ran a file. */
  readonly change: ChangeId | null;
  readonly path: string | null;
  /** What stands after the @ of what runs, and of what it is compared with. */
  readonly version: string;
  readonly baseline: string | null;
  /** What a change held when it began: its result counts for exactly that. */
  readonly digest: Digest | null;
  readonly head: Oid | null;
  readonly state: EvaluationState;
  readonly total: number;
  readonly detail: string;
  readonly startedBy: Principal['id'];
  readonly human: PersonId;
  readonly startedAt: Date;
  /** Later than the next case can end: whoever runs it moves it on. */
  readonly deadline: Date;
  readonly endedAt: Date | null;
}

/** How one side of a case came out. */
export interface Side {
  readonly state: CaseState;
  readonly execution: ExecutionId | null;
  readonly findings: readonly Finding[];
}

export interface CaseResult {
  readonly place: number;
  readonly path: string;
  readonly prompt: string;
  readonly description: string | null;
  readonly line: number;
  readonly candidate: Side;
  /** Null where nothing is live to compare with. */
  readonly baseline: Side | null;
}

/** How many cases one run has at most. */
export const mostCases = 200;

/** The prompts that an evaluation is about: those of its library that it names, else the one that it stands beside. Pure. */
export function promptsOf(library: string, path: string, named: readonly string[]): string[] {
  const own = named.flatMap((name) => {
    const bare = name.startsWith(`${library}/`) ? name.slice(library.length + 1) : name;
    return /^[a-z0-9][\w./-]{0,200}$/i.test(bare) ? [bare.replace(/\.prompt$/, '')] : [];
  });
  return own.length > 0 ? [...new Set(own)] : [path.replace(/\.eval\.yaml$/, '')];
}

/** How a case stands by what its checks say. One that could not be made leaves it open, which is not passed. Pure. */
export function caseState(
  { assertions, threshold }: Pick<EvaluationCase, 'assertions' | 'threshold'>,
  findings: readonly Finding[],
): CaseState {
  const counting = findings.filter((_finding, at) => weightOf(assertions[at]) > 0);
  if (counting.some(({ state }) => state === 'errored')) return 'errored';
  if (threshold === null) return counting.every(({ state }) => state === 'passed') ? 'passed' : 'failed';
  const sum = (wanted: (finding: Finding) => boolean) =>
    findings.reduce((total, finding, at) => total + (wanted(finding) ? weightOf(assertions[at]) : 0), 0);
  const whole = sum(() => true);
  const share = whole === 0 ? 1 : sum(({ state }) => state === 'passed') / whole;
  return share >= threshold ? 'passed' : 'failed';
}

const weightOf = (assertion: CaseAssertion | undefined): number => assertion?.weight ?? 1;

/**
 * What is told of a run that is over: how many passed, which did not, how what is live does, and whether the change moved the goal itself.
 * Pure.
 */
export function summaryOf(
  results: readonly CaseResult[],
  altered = 0,
): {
  state: Exclude<EvaluationState, 'running'>;
  detail: string;
} {
  const of = (state: CaseState) => results.filter(({ candidate }) => candidate.state === state);
  const [passed, failed, errored] = [of('passed'), of('failed'), of('errored')];
  const state =
    errored.length > 0 ? 'errored' : failed.length > 0 || results.length === 0 ? 'failed' : 'passed';
  const compared = results.filter(({ baseline }) => baseline !== null);
  const before = compared.filter(({ baseline }) => baseline?.state === 'passed').length;
  const sentences = [
    `${passed.length} of ${results.length} ${results.length === 1 ? 'case passes' : 'cases pass'}.`,
    named('Failed', failed),
    named('Not known', errored),
    compared.length === 0 ? '' : `What is live: ${before} of ${compared.length}.`,
    altered === 0
      ? ''
      : `The change itself alters or removes ${altered} ${altered === 1 ? 'evaluation' : 'evaluations'} in force.`,
  ];
  return {
    state,
    detail: sentences
      .filter((sentence) => sentence !== '')
      .join(' ')
      .slice(0, 1_000)
      .toWellFormed(),
  };
}

function named(word: string, results: readonly CaseResult[]): string {
  if (results.length === 0) return '';
  const names = results
    .slice(0, 5)
    .map(({ description, path, line }) => description?.slice(0, 100) ?? `${path}:${line}`);
  const more = results.length > 5 ? `, and ${results.length - 5} more` : '';
  return `${word}: ${names.join('; ')}${more}.`;
}
