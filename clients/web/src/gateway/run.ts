import { post } from '../api/client.ts';
import type { Execution, HeldCall } from '../api/types.ts';

export type Executed = Execution & { output: { text: string | null } | null };

/** Runs what a reference names, like any client would: governed and recorded. */
export const runPrompt = (
  reference: string,
  variables: Record<string, unknown>,
): Promise<Executed | HeldCall> =>
  post<Executed | HeldCall>('/api/v1/executions', { prompt: reference, variables });

/** As `runPrompt`, where there is nowhere to wait: a call that a rule holds is a failure that says so. */
export async function runAnswered(reference: string, variables: Record<string, unknown>): Promise<Executed> {
  const executed = await runPrompt(reference, variables);
  if ('object' in executed) throw new Error(executed.detail);
  return executed;
}
