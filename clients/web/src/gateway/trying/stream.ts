import { callStream } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { HeldCall } from '../../api/types.ts';
import type { Executed } from '../run.ts';
import { takeEvents } from './events.ts';

/** What to run, and on what. */
export type Call = {
  reference: string;
  variables: Record<string, unknown>;
  /** Another model than the prompt says: for those who work on the library. */
  trialModel?: string | null;
};

export type Watching = {
  /** As soon as anything is known of it, so that its record can be found even if it is stopped. */
  onBegun: (execution: string) => void;
  onText: (text: string) => void;
};

/** Runs what a reference names like any client would, and tells what comes out as it is made. */
export async function streamRun(
  { reference, variables, trialModel }: Call,
  { onBegun, onText }: Watching,
  signal: AbortSignal,
): Promise<Executed | HeldCall> {
  const trial = trialModel == null ? {} : { trial: { model: trialModel } };
  const response = await callStream(
    '/api/v1/executions/stream',
    { prompt: reference, variables, ...trial },
    signal,
  );
  if (response.status === 202) return response.json();
  const execution = response.headers.get('countersign-execution');
  if (execution !== null) onBegun(execution);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let arrived = '';
  for (;;) {
    const piece = await reader?.read().catch((cause: unknown) => {
      if (signal.aborted) throw cause;
    });
    if (piece === undefined || piece.done) break;
    const { events, rest } = takeEvents(arrived + piece.value);
    arrived = rest;
    for (const { name, data } of events) {
      if (name === 'text') onText(textOf(data));
      if (name === 'end') return JSON.parse(data);
    }
  }
  throw new ApiProblem({
    status: 0,
    code: 'network.broken_off',
    title: 'The connection broke',
    detail:
      'The connection broke before the answer was complete. Its record says how it ended; run it again for a whole answer.',
    request: null,
  });
}

function textOf(data: string): string {
  const said: { text?: unknown } = JSON.parse(data);
  return typeof said.text === 'string' ? said.text : '';
}
