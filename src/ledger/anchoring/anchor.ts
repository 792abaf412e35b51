import { Problem } from '../../platform/problem.ts';
import type { OrganizationId } from '../entry.ts';

/**
 * A place outside the database that remembers the newest checkpoint of each log. Whoever sets the database back, or rewrites it, does
 * not reach the anchor, and the next comparison says so.
 */
export interface Anchor {
  /** For operators: where it is. */
  readonly name: string;
  /** Of one that is far: how often it is looked at, at most. Without, whenever something was signed. */
  readonly everyMs?: number;
  /** Logs that it remembers. Called first in a round: what is read afterwards is as of then or newer. */
  organizations(): Promise<OrganizationId[]>;
  /** The checkpoint that it remembers, as it was written. */
  read(organization: OrganizationId): Promise<string | undefined>;
  /** Remembers these checkpoints instead. Durable when it resolves; a crash leaves of each the old one or the new one, never a part. */
  write(checkpoints: ReadonlyMap<OrganizationId, string>): Promise<void>;
}

/**
 * What an anchor proves about the database: it is not the one that was signed. `summary` says exactly what was found without saying whose
 * log it is, for `/readyz`, which anybody may read; `message` also says whose, where, and what to do, for the operators' log.
 */
export interface AnchorFinding {
  readonly code: 'ledger.missing' | 'ledger.rolled_back' | 'ledger.forked' | 'ledger.anchor_unreadable';
  readonly organization: OrganizationId;
  readonly anchor: string;
  readonly summary: string;
  readonly message: string;
  /** What it remembers and the database does not continue: the signed head, where it could be read. */
  readonly lost?: {
    readonly treeSize: number;
    readonly rootHash: Uint8Array | undefined;
    readonly note: string | undefined;
  };
}

/** Size and root of a checkpoint of this log; undefined when the text is none. */
export function readAnchored(
  text: string,
  origin: string,
): { treeSize: number; rootHash: Uint8Array } | undefined {
  const [, name, size, root] = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n— /.exec(text) ?? [];
  if (name !== origin || size === undefined || root === undefined) return undefined;
  return { treeSize: Number(size), rootHash: new Uint8Array(Buffer.from(root, 'base64')) };
}

/** The refusal of every write while a finding stands. */
export function writesStopped(finding: AnchorFinding): Problem {
  return new Problem({
    code: 'ledger.writes_stopped',
    status: 503,
    detail:
      'Nothing can be written: the database is not the one whose state was signed last. An operator finds what was found at /readyz.',
    cause: new Error(finding.message),
  });
}
