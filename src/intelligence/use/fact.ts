import { z } from 'zod';
import type { Entry } from '../../ledger/index.ts';

/** What an execution is about, as the entry of its intent says it. Empty text stands for none. */
export interface UseAbout {
  /** RFC 3339, UTC: when it was asked for. All counts go to this moment's day. */
  readonly at: string;
  /** Who ran it themselves; empty when an app did. */
  readonly person: string;
  readonly app: string;
  /** Empty: a raw model call. */
  readonly library: string;
  readonly path: string;
  /** 0: not published. */
  readonly version: number;
  readonly model: string;
  readonly provider: string;
  readonly environment: string;
}

export const useStatuses = ['succeeded', 'failed', 'stopped', 'unknown', 'refused'] as const;
export type UseStatus = (typeof useStatuses)[number];

/** One execution that has ended, or was refused, whole. */
export interface UseFact extends UseAbout {
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly status: UseStatus;
  /** Null: the model has no price. */
  readonly costMicroUsd: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly durationMs: number | null;
}

const text = z.string().nullish();
const planned = z.object({
  job: text,
  prompt: z
    .object({ library: z.string(), path: z.string(), version: z.number().nullish() })
    .nullish()
    .catch(null),
  provider: text,
  model: text,
  environment: text,
});
const count = z.number().int().nonnegative().nullish().catch(null);
const came = z.object({
  status: z.enum(['succeeded', 'failed', 'stopped', 'unknown']).catch('unknown'),
  tokens: z.object({ input: count, output: count }).nullish().catch(null),
  costMicroUsd: count,
  durationMs: count,
  provider: text,
  model: text,
});

/** From `execution.intend` or `execution.refuse`. Pure. */
export function aboutOf({ at, actor, data }: Entry): UseAbout {
  const { prompt, provider, model, environment, job } = planned.parse(data);
  // What a job runs is nobody's own use: it counts as an app's.
  const isOwn = actor.kind === 'person' && job == null;
  return {
    at,
    person: isOwn ? actor.id : '',
    app: isOwn ? '' : (job ?? actor.id),
    library: prompt?.library ?? '',
    path: prompt?.path ?? '',
    version: prompt?.version ?? 0,
    model: model ?? '',
    provider: provider ?? '',
    environment: environment ?? '',
  };
}

/** From `execution.complete` or `execution.abandon`. Pure. */
export function outcomeOf({
  data,
}: Entry): Omit<UseFact, keyof UseAbout | 'firstIndex' | 'lastIndex'> &
  Partial<Pick<UseAbout, 'model' | 'provider'>> {
  const { status, tokens, costMicroUsd, durationMs, provider, model } = came.parse(data);
  return {
    // Of a route: who answered in the end, and was paid for it.
    ...(provider == null || model == null ? {} : { provider, model }),
    status,
    costMicroUsd: costMicroUsd ?? null,
    inputTokens: tokens?.input ?? 0,
    outputTokens: tokens?.output ?? 0,
    durationMs: durationMs ?? null,
  };
}

/** Nothing ran: policy said no. */
export const refused = {
  status: 'refused',
  costMicroUsd: null,
  inputTokens: 0,
  outputTokens: 0,
  durationMs: null,
} as const;
