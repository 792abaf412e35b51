import type { Entry } from '../entry.ts';

/** Forms that other programs read. Each is computed from entries alone, and none holds content. */
export const forms = ['ocsf', 'otlp', 'cef'] as const;
export type Form = (typeof forms)[number];

/** An entry that is under a signed checkpoint, as it is written into a form. */
export interface FormedEntry {
  readonly index: number;
  readonly entry: Entry;
  readonly leaf: Uint8Array;
  readonly leafHash: Uint8Array;
  /** Of an execution's outcome: the entry of its intent, which says what ran. */
  readonly intent: Entry | undefined;
}

/** The organization's log, as a product names itself to others. */
export const product = 'Countersign';

/** Entries of one kind that a security team is told of louder than of others. */
const loud: Readonly<Record<string, Severity>> = {
  'break_glass.create': 'high',
  'recall.create': 'high',
  'session.bypass': 'high',
  'database.restore': 'high',
  'ledger.rotate_key': 'high',
  'master_key.rewrap': 'medium',
  'execution.refuse': 'medium',
  'execution.abandon': 'medium',
  'session.fail': 'medium',
  'grant.create': 'low',
  'key.create': 'low',
};
export type Severity = 'info' | 'low' | 'medium' | 'high';

export const severityOf = ({ action }: Entry): Severity => loud[action] ?? 'info';

/** What came of it: entries say what was done, and a few that it was refused or failed. Pure. */
export function failureOf({ action, data }: Entry): string | undefined {
  const { problem, status } = data;
  if (typeof problem === 'string') return problem;
  if (action === 'execution.abandon') return 'abandoned';
  if (action === 'execution.complete' && typeof status === 'string' && status !== 'succeeded') return status;
  return /\.(?:refuse|fail|schedule_failed)$/.test(action) ? action : undefined;
}
