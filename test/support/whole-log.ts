import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../clients/sdk/src/index.ts';
import { linesOf, verifyExport } from '../../clients/sdk/src/verify.ts';
import type { Seen } from './load.ts';
import type { SampleOrganization } from './sample-organization.ts';

const entrySchema = z.object({
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  data: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof entrySchema>;

/** A log that was verified from its first entry to its head. */
export interface WholeLog {
  readonly entries: readonly LogEntry[];
  readonly treeSize: number;
  readonly checkpoint: string;
  /** Data of the entries with this action, by their subject's id. An id that occurs twice fails the test. */
  bySubject(action: string): ReadonlyMap<string, LogEntry['data']>;
}

const headSchema = z.object({ key: z.string(), pendingAgeMs: z.number() });
const lineSchema = z.object({ leaf: z.base64().optional(), checkpoint: z.string().optional() });

/** The log's verifier key, to be kept from the first start on. */
export async function logKey(address: string, organization: SampleOrganization): Promise<string> {
  const client = createClient({ address, key: organization.key('auditor') });
  return headSchema.parse(await client.get('/api/v1/ledger/head')).key;
}

/**
 * Waits until everything recorded is signed, exports the log and verifies it with the SDK: under the `key` that was kept, and as a
 * continuation of the `earlierCheckpoint`. Nobody may write meanwhile.
 */
export async function verifyWholeLog(
  address: string,
  organization: SampleOrganization,
  kept: { readonly key: string; readonly earlierCheckpoint?: string | undefined },
): Promise<WholeLog> {
  const client = createClient({ address, key: organization.key('auditor') });
  const until = performance.now() + 20_000;
  while (headSchema.parse(await client.get('/api/v1/ledger/head')).pendingAgeMs > 0) {
    if (performance.now() > until) throw new Error('entries are still unsigned after 20 s');
    await sleep(20);
  }
  const entries: LogEntry[] = [];
  let checkpoint = '';
  async function* watched() {
    for await (const line of linesOf(await client.stream('/api/v1/ledger/export'))) {
      const parsed = lineSchema.parse(JSON.parse(line));
      if (checkpoint === '' && parsed.checkpoint !== undefined) checkpoint = parsed.checkpoint;
      if (parsed.leaf !== undefined)
        entries.push(entrySchema.parse(JSON.parse(Buffer.from(parsed.leaf, 'base64').toString())));
      yield line;
    }
  }
  const { key, earlierCheckpoint } = kept;
  const options = earlierCheckpoint === undefined ? { key } : { key, earlierCheckpoint };
  const answer = await verifyExport(watched(), options);
  expect(answer).toMatchObject({ ok: true, pinned: true, treeSize: entries.length });
  return {
    entries,
    treeSize: entries.length,
    checkpoint,
    bySubject: (action) => {
      const found = entries.filter((entry) => entry.action === action);
      const map = new Map(found.map(({ subject, data }) => [subject.id, data]));
      expect(map.size, `${action} occurs once for each subject`).toBe(found.length);
      return map;
    },
  };
}

/** Every execution that a client saw was intended and completed in the log, with success; and every commit that was answered is there. */
export function expectAllSeen(log: WholeLog, seen: Seen): void {
  const intended = log.bySubject('execution.intend');
  const completed = log.bySubject('execution.complete');
  const missing = [...seen.executions].filter(
    (id) => !intended.has(id) || completed.get(id)?.status !== 'succeeded',
  );
  expect(missing, 'executions that a client saw and the log lacks').toEqual([]);
  const unintended = [...completed.keys()].filter((id) => !intended.has(id));
  expect(unintended, 'executions completed without an intent').toEqual([]);
  const commits = log.entries.filter((entry) => entry.action === 'commit.create');
  const recorded = new Set(commits.map((entry) => entry.data.commit));
  expect(
    [...seen.commits].filter((id) => !recorded.has(id)),
    'commits that a client saw and the log lacks',
  ).toEqual([]);
}

/** Executions that were intended and neither completed nor given up. */
export function danglingIn(log: WholeLog): string[] {
  const completed = log.bySubject('execution.complete');
  const abandoned = log.bySubject('execution.abandon');
  return [...log.bySubject('execution.intend').keys()].filter(
    (id) => !completed.has(id) && !abandoned.has(id),
  );
}
