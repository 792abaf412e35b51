import { parseArgs } from 'node:util';
import { anchorsOf } from './anchors.ts';
import { createLedger, isAcceptable } from './ledger/index.ts';
import { logChecks } from './log-checks.ts';
import { systemClock } from './platform/clock.ts';
import { createLog } from './platform/log.ts';
import { Problem } from './platform/problem.ts';
import type { Settings } from './platform/settings.ts';
import { openFoundation } from './server.ts';

/**
 * The operator's word that what anchors and witnesses remember, and the database does not have, is lost for good. Says what was found;
 * with a reason and a name it accepts it, on the record of every log that lost something. Without, it changes nothing.
 * @throws Problem `command.incomplete`
 */
export async function acceptRollback(
  settings: Settings,
  args: readonly string[],
  say: (sentence: string) => void,
): Promise<void> {
  const said = readSaid(args);
  const foundation = await openFoundation(settings, say);
  try {
    const { database, vault } = foundation;
    const log = createLog(settings.logLevel);
    const address = settings.address ?? `http://${settings.host}:${settings.port}`;
    const witnessing = { checks: logChecks, hosts: settings.witnessHosts, address };
    const ledger = createLedger({ ...database, vault, clock: systemClock, log, witnessing });
    const findings = await ledger.findings(anchorsOf(settings));
    for (const { organization, anchor, summary } of findings) say(`${organization} (${anchor}): ${summary}`);
    if (findings.length === 0)
      say('Nothing is lost: every anchor and witness that answers agrees with the database.');
    else if (said === undefined)
      say(
        'Nothing was accepted. Look for a newer copy of the database first. If there is none: accept-rollback --by "Your Name" --reason "why it is lost"',
      );
    else {
      const accepted = await ledger.acceptRollbacks(findings, said);
      for (const { source, lost, kept, entry } of accepted)
        say(
          `Accepted: ${source} remembers ${lost.treeSize} entries, the log goes on from ${kept.treeSize} (${entry}).`,
        );
      const left = findings.filter((finding) => !isAcceptable(finding));
      for (const { message } of left) say(`Cannot be accepted: ${message}`);
      say(
        'Start the servers again. Witnesses that remember more never cosign these logs again: end them and add others.',
      );
    }
  } finally {
    await foundation.close();
  }
}

const longest = 2_000;

function readSaid(args: readonly string[]): { by: string; reason: string } | undefined {
  const text = { type: 'string' } as const;
  try {
    const { by, reason } = parseArgs({ args: [...args], options: { by: text, reason: text } }).values;
    if (by === undefined && reason === undefined) return undefined;
    const said = { by: by?.trim() ?? '', reason: reason?.trim() ?? '' };
    const isWhole = said.by !== '' && said.reason !== '' && said.by.length + said.reason.length <= longest;
    if (isWhole && !args.some((one) => one.includes('\0'))) return said;
  } catch (cause) {
    throw incomplete(cause);
  }
  throw incomplete();
}

const incomplete = (cause?: unknown): Problem =>
  new Problem({
    code: 'command.incomplete',
    status: 400,
    detail: 'Say who accepts it and why: accept-rollback --by "Your Name" --reason "why it is lost"',
    cause,
  });
