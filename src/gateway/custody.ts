import type { PersonRef } from '../access/index.ts';
import type { ChangeStory } from '../changes/index.ts';
import type { Execution } from './execution.ts';
import { type CustodyStep, named } from './wire.ts';

const stepOfAct: Readonly<Record<string, CustodyStep['step']>> = {
  'change.create': 'created',
  'commit.create': 'committed',
  'change.review': 'reviewed',
  'change.approve': 'approved',
  'change.publish': 'published',
};

/** Who is named in a chain of custody, to look their names up. */
export function custodyPrincipals(execution: Execution, story: readonly ChangeStory[]): string[] {
  return [...new Set([execution.principal, execution.human, ...story.map((act) => act.by)])];
}

/** The chain of custody, in order: how the version came to be, who ran it, what came of it. Each step with its entry. Pure. */
export function custodyOf(
  execution: Execution,
  story: readonly ChangeStory[],
  names: ReadonlyMap<string, PersonRef>,
): CustodyStep[] {
  const governed = story.flatMap((act): CustodyStep[] => {
    const step = stepOfAct[act.action];
    if (step === undefined) return [];
    const by = names.get(act.by) ?? named(names, act.by, act.by.startsWith('app_') ? 'app' : 'person');
    return [{ step, by, at: act.at.toISOString(), detail: act.detail, entry: act.entry }];
  });
  const ran: CustodyStep = {
    step: 'ran',
    by: named(names, execution.principal, execution.principalKind),
    at: execution.at.toISOString(),
    detail: ranDetail(execution),
    entry: execution.entries.intent,
  };
  return [...governed, ran, ...answeredOf(execution)];
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
