import type { OrganizationId } from '../ledger/index.ts';
import { type Loop, startLoop } from '../platform/loop.ts';
import type { GatewayParts } from './parts.ts';
import { insertRawWarning, type WarnedApp, warnedApps } from './store/raw-warnings.ts';

const everyMs = 60_000;
/** A look goes back further than the pause between two, so that one that was missed is made good. */
const lookBackMs = 3_600_000;

/** Thrown inside a transaction to leave nothing behind: another node was first. */
class ToldAlready extends Error {}

type Parts = Pick<GatewayParts, 'reader' | 'ledger' | 'clock' | 'log'>;

/** Tells owners of apps that call models without a governed prompt where a rule warns of it: once a day for each app, on whatever node. */
export function startRawWarnings(parts: Parts): Loop {
  return startLoop('telling of raw calls', everyMs, parts.log, () => tellOfRawCalls(parts));
}

async function tellOfRawCalls(parts: Parts): Promise<void> {
  const now = parts.clock.now();
  const day = now.toISOString().slice(0, 10);
  const since = new Date(now.getTime() - lookBackMs);
  for (const organization of await parts.ledger.organizations())
    for (const warned of await warnedApps(parts.reader, organization, since, day))
      await tell(parts, organization, warned, day);
}

async function tell(
  parts: Parts,
  organization: OrganizationId,
  { app, owner, executions }: WarnedApp,
  day: string,
): Promise<void> {
  await parts.ledger
    .record(async (tx) => {
      const warning = { organization_id: organization, app_id: app, day, at: parts.clock.now() };
      if (!(await insertRawWarning(tx, warning))) throw new ToldAlready();
      return {
        value: undefined,
        entry: {
          organization,
          action: 'execution.warn_raw',
          actor: { kind: 'system', id: 'gateway' },
          subject: { kind: 'app', id: app },
          data: { day, executions, owner },
        },
      };
    })
    .catch((error: unknown) => {
      if (!(error instanceof ToldAlready)) throw error;
    });
}
