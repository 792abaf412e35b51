import type { ExecutionId } from '../execution.ts';

/** What a prompt says about its answers, in its front matter; and what came of it this time. */
export interface AnswerTerms {
  /** How often a whole answer that is not what the prompt promises is thrown away and asked for anew. */
  readonly retries: number;
  /** For how long an answer may be given again to the very same question; null: never. */
  readonly cacheSeconds: number | null;
  /** By what this answer may be found again; null where it is not to be. */
  readonly cacheKey: string | null;
  /** The execution whose answer is given again; null when somebody is asked. */
  readonly answeredFrom: ExecutionId | null;
}

/** Of what says nothing. */
export const noTerms: AnswerTerms = { retries: 0, cacheSeconds: null, cacheKey: null, answeredFrom: null };
