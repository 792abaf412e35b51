import { linesOf, verifyExport } from '../clients/sdk/src/verify.ts';
import { type AnchorFinding, readLedger } from './ledger/index.ts';
import { type BackupManifest, damaged } from './platform/db/backup/index.ts';
import type { Reader } from './platform/db/index.ts';
import { Problem } from './platform/problem.ts';

/** A log that was verified from its first entry to its head, which is that of the backup. */
export interface RestoredLog {
  readonly organization: string;
  readonly treeSize: number;
  readonly checkpoints: number;
}

/** Every log, whole, by the verifier that shares no code with the server; and that they are those of the manifest. */
export async function proveLogs(
  reader: Reader,
  manifest: BackupManifest,
  say: (sentence: string) => void,
): Promise<RestoredLog[]> {
  const ledger = readLedger(reader);
  const proven: RestoredLog[] = [];
  for (const organization of await ledger.organizations()) {
    const head = await ledger.head(organization);
    const kept = manifest.logs.find((one) => one.organization === organization);
    if (head?.checkpoint !== kept?.checkpoint)
      throw damaged(`the newest checkpoint of ${organization} is not that of its manifest`);
    if (kept === undefined) continue;
    say(`Verifying the log of ${organization}: ${kept.treeSize} entries …`);
    const answer = await verifyExport(linesOf(ledger.export(organization)), { key: kept.key });
    if (!answer.ok) throw damaged(`the log of ${organization} does not verify (${JSON.stringify(answer)})`);
    proven.push({ organization, treeSize: answer.treeSize, checkpoints: answer.checkpoints });
  }
  const missing = manifest.logs.find(
    (one) => !proven.some(({ organization }) => organization === one.organization),
  );
  if (missing !== undefined) throw damaged(`the log of ${missing.organization} is missing`);
  return proven;
}

/** What is older than an anchor is what a backup is; what contradicts one is no backup of this log. */
export function refuseForks(findings: readonly AnchorFinding[]): void {
  const fork = findings.find(({ code }) => code === 'ledger.forked' || code === 'ledger.anchor_unreadable');
  if (fork !== undefined)
    throw new Problem({
      code: 'restore.forked',
      status: 409,
      detail: `${fork.message} Nothing was restored.`,
    });
}
