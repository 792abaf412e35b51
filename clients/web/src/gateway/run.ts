import { post } from '../api/client.ts';
import type { Execution } from '../api/types.ts';

export type Executed = Execution & { output: { text: string | null } | null };

/** Runs what a reference names, like any client would: governed and recorded. */
export const runPrompt = (reference: string, variables: Record<string, unknown>): Promise<Executed> =>
  post<Executed>('/api/v1/executions', { prompt: reference, variables });
