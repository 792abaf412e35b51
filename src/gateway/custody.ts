import { named, type PersonRef } from '../access/index.ts';
import type { ChangeStory } from '../changes/index.ts';
import type { Contribution } from '../libraries/index.ts';
import type { Execution } from './execution.ts';
import type { CustodyStep } from './wire.ts';

/** How the version that ran came to be, as the slices to the left tell it. */
export interface Provenance {
  /** The commit that first brought the asset; undefined when unknown. */
  readonly first: Contribution | undefined;
  /** The commits of the version that ran, oldest first. */
  readonly commits: readonly Contribution[];
  /** The acts in the life of the change that published it, in order. */
  readonly story: readonly ChangeStory[];
}

const stepOfAct: Readonly<Record<string, CustodyStep['step']>> = {
  'change.review': 'reviewed',
  'change.approve': 'approved',
  'change.publish': 'published',
};

/** Who is named in a chain of custody, to look their names up. */
export function custodyPrincipals(execution: Execution, { first, commits, story }: Provenance): string[] {
  const authors = [...(first === undefined ? [] : [first]), ...commits].flatMap((commit) => [
    commit.principal,
    ...commit.others,
  ]);
  return [...new Set([execution.principal, execution.human, ...authors, ...story.map((act) => act.by)])];
}

/** The chain of custody: who created the prompt, how the version came to be, who ran it, what came of it. Each step with its entry. Pure. */
export function custodyOf(
  execution: Execution,
  { first, commits, story }: Provenance,
  names: ReadonlyMap<string, PersonRef>,
): CustodyStep[] {
  const who = (id: string) => named(names, id);
  const commit = (step: 'created' | 'committed', made: Contribution): CustodyStep => ({
    step,
    by: who(made.principal),
    at: made.at.toISOString(),
    detail: `${made.message.split('\n', 1)[0] ?? ''}${withOthers(made, who)}`,
    entry: made.entry,
  });
  const acts = story.flatMap((act): CustodyStep[] => {
    const step = stepOfAct[act.action];
    if (step === undefined) return [];
    return [{ step, by: who(act.by), at: act.at.toISOString(), detail: act.detail, entry: act.entry }];
  });
  return [
    ...(first === undefined ? [] : [commit('created', first)]),
    ...commits.filter((made) => made.entry !== first?.entry).map((made) => commit('committed', made)),
    ...acts,
    ...(execution.status === 'refused'
      ? [refusedTo(execution, names)]
      : [ranBy(execution, names), ...answeredOf(execution)]),
  ];
}

/** A commit of a suggestion is the work of who suggested it, too. */
function withOthers({ others }: Contribution, who: (id: string) => PersonRef): string {
  return others.length === 0 ? '' : ` (with ${others.map((id) => who(id).displayName).join(', ')})`;
}

function ranBy(execution: Execution, names: ReadonlyMap<string, PersonRef>): CustodyStep {
  return {
    step: 'ran',
    by: named(names, execution.principal),
    at: execution.at.toISOString(),
    detail: ranDetail(execution),
    entry: execution.entries.intent,
  };
}

/** Asked for, and refused. */
function refusedTo(execution: Execution, names: ReadonlyMap<string, PersonRef>): CustodyStep {
  return {
    ...ranBy(execution, names),
    step: 'refused',
    detail: `${ranDetail(execution)}: ${execution.problem?.detail ?? 'refused'}`,
  };
}

function ranDetail(execution: Execution): string {
  const { prompt, provider, model } = execution;
  if (prompt === null) return `${model} on ${provider}, without a governed prompt`;
  const version = prompt.version === null ? 'an unpublished revision' : `version ${prompt.version}`;
  return `${prompt.library}/${prompt.name}, ${version}, with ${model} on ${provider}`;
}

function answeredOf(execution: Execution): CustodyStep[] {
  if (execution.entries.outcome === null) return [];
  const atMs = execution.at.getTime() + (execution.durationMs ?? 0);
  const detail =
    execution.problem?.detail ??
    `${execution.modelAnswered ?? execution.model} answered (${execution.finishReason ?? 'done'})`;
  return [
    {
      step: 'answered',
      by: null,
      at: new Date(atMs).toISOString(),
      detail,
      entry: execution.entries.outcome,
    },
  ];
}
