import { hash } from 'node:crypto';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { newId } from '../../platform/id.ts';
import { completeEntry, type EntryDraft, leafBytes } from '../entry.ts';
import type { FormedEntry } from './form.ts';

const organization = newId('org');
const at = new Date('2026-11-20T12:00:05.250Z');

/** An entry as it comes out of the log. */
export function formedEntry(
  action: string,
  data: JsonObject = {},
  over: Partial<EntryDraft> = {},
): FormedEntry {
  const actor = { kind: 'person', id: 'per_1', credential: { kind: 'session', id: 'ses_1' } } as const;
  const draft = {
    organization,
    action,
    actor,
    subject: { kind: action.split('.')[0] ?? '', id: 'sub_1' },
    data,
  };
  const entry = completeEntry({ ...draft, ...over }, newId('ent'), at);
  const leaf = leafBytes(entry);
  const leafHash = new Uint8Array(hash('sha256', Buffer.concat([Buffer.of(0), leaf]), 'buffer'));
  return { index: 41, entry, leaf, leafHash, intent: undefined };
}

/** A model call that worked: its outcome, with its intent. */
export function formedCall(data: JsonObject = {}): FormedEntry {
  const about = { subject: { kind: 'execution', id: 'exe_1' } };
  const prompt = {
    library: 'lib_1',
    path: 'a.prompt',
    version: 7,
    digest: 'sha256:00',
    change: 'chg_1',
    approvals: [],
  };
  const said = { model: 'gpt-x', provider: 'openai', dialect: 'messages', environment: 'production' };
  const intent = formedEntry('execution.intend', { ...said, prompt, verdict: { decision: 'permit' } }, about);
  const came = {
    status: 'succeeded',
    modelAnswered: 'gpt-x-1',
    tokens: { input: 12, output: 30 },
    durationMs: 1250,
  };
  const rest = {
    finishReason: 'stop',
    costMicroUsd: 99,
    providerRequest: 'req_1',
    cachedTokens: null,
    problem: null,
  };
  const outcome = formedEntry(
    'execution.complete',
    { intent: intent.entry.id, ...came, ...rest, ...data },
    about,
  );
  return { ...outcome, intent: intent.entry };
}
