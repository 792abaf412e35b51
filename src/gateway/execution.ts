import type { PersonId, Principal } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { Digest } from '../libraries/index.ts';
import type { Id } from '../platform/id.ts';
import type { Verdict } from '../policy/index.ts';
import type { TraceParent } from './context/trace.ts';
import type { Dialect } from './dialect.ts';
import type { Treatment } from './treating/treatment.ts';

export type ExecutionId = Id<'exe'>;

/**
 * `refused`: policy, a budget or a recall said no, and nothing was called. `stopped`: what it ran was recalled while it was under way, so nothing more was released. `unknown`: the server stopped between intent and outcome, so nothing was
 * released and nobody can say what the provider did.
 */
export const executionStatuses = ['running', 'succeeded', 'failed', 'stopped', 'unknown', 'refused'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

/** The governed prompt of an execution, exactly as it ran. */
export interface PromptRef {
  readonly libraryId: Id<'lib'>;
  readonly library: string;
  readonly name: string;
  readonly path: string;
  readonly version: number | null;
  readonly digest: Digest;
  /** As the client named it, with the default environment added. */
  readonly reference: string;
  readonly change: Id<'chg'> | null;
}

/** Tokens as the provider counted them. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** One try of a call: who was asked, and what came of it. Nothing of what was said. */
export interface Tried {
  readonly provider: string;
  readonly model: string;
  /** Null when it answered. */
  readonly problem: string | null;
  readonly durationMs: number;
}

/** How the provider was called, and what is known of the call beside its answer. */
export interface CallFacts {
  readonly dialect: Dialect;
  /** `strict`: the intent was durable before the provider was called. `overlap`: before anything was released. */
  readonly durability: 'overlap' | 'strict';
  /** What the provider calls it, for asking there. */
  readonly providerRequest: string | null;
  readonly firstByteMs: number | null;
  /** Of the input tokens: read from the provider's cache. */
  readonly cachedTokens: number | null;
  /** Of the output tokens: thought and not said. */
  readonly reasoningTokens: number | null;
  /** The table that the cost was computed with. */
  readonly priceVersion: string | null;
  /** The route that was named, where one was, and who was asked in turn; the last one answered, or was the last to fail. */
  readonly route?: string;
  readonly tries?: readonly Tried[];
  /** The execution whose answer was given again; nobody was asked. */
  readonly answeredFrom?: ExecutionId;
}

/** One model call: an index over the ledger's entries, which are the truth. Holds no content. */
export interface Execution {
  readonly organization: OrganizationId;
  readonly id: ExecutionId;
  readonly at: Date;
  readonly status: ExecutionStatus;
  readonly principal: Principal['id'];
  readonly principalKind: Principal['kind'];
  readonly human: PersonId;
  readonly prompt: PromptRef | null;
  readonly provider: string;
  /** As asked for; where a route was, the model that it led to. */
  readonly model: string;
  /** As the provider says it answered with. */
  readonly modelAnswered: string | null;
  readonly environment: string | null;
  /** What it is for, as the prompt says. */
  readonly useCase: string | null;
  /** The trace that its caller says it belongs to, and the span that called; null: it begins one. */
  readonly trace: TraceParent | null;
  /** The conversation that it is a turn of. Null for one that stands alone, and for the first turn of one without a name. */
  readonly conversation: string | null;
  readonly turnBefore: ExecutionId | null;
  /** By which the next turn is known; null while it runs, and where it said nothing. */
  readonly tail: string | null;
  readonly tags: readonly string[];
  /** The execution whose content it was given, where a job looked at one: what is erased there is erased here. */
  readonly about: ExecutionId | null;
  readonly verdict: Verdict;
  readonly usage: Usage | null;
  /** Micro-USD; null when the model has no price in our table: never a guess. */
  readonly costMicroUsd: number | null;
  readonly durationMs: number | null;
  readonly finishReason: string | null;
  readonly problem: { readonly code: string; readonly detail: string } | null;
  /** By what its answer may be found again; written with the intent, and not read back. */
  readonly cacheKey?: string | null;
  /** Null where nothing was called, and for executions from before it was kept. */
  readonly call: CallFacts | null;
  /** Of what was refused there is one entry, which is both. */
  readonly entries: { readonly intent: EntryId; readonly outcome: EntryId | null };
  /** Classes of data that were found in its content. */
  readonly dataClasses: readonly string[];
  /** The same by where and how often, and what was done about it. */
  readonly treatment: Treatment;
  /** When its content was erased: by an erasure that two people decided, or (null) because its retention was over. */
  readonly erased: { readonly at: Date; readonly erasure: Id<'era'> | null } | null;
}

/** Provider call under way at most this long; an execution that runs longer without a live node is abandoned. */
export const executionTimeoutMs = 120_000;
