import { manualClock, systemClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { readSettings, type Settings } from '../../src/platform/settings.ts';
import { createHouse, openFoundation, type RunningServer, startServer } from '../../src/server.ts';
import { buildWeb } from '../build-web.ts';
import { type DemoFile, seedNorthwind } from './seed.ts';
import { pushToSiem, startSiem } from './siem.ts';

/** A server over a sample organization that was made for it. */
export interface SampleServer {
  readonly server: RunningServer;
  readonly demo: DemoFile;
}

const silent = () => undefined;

/**
 * Makes Northwind in an empty data folder, with `days` of history (at least 12), and serves it with the web app on a free port.
 * For tests and pictures; `npm run demo` is for people.
 */
export async function startSampleServer(dataFolder: string, days: number): Promise<SampleServer> {
  await buildWeb((sentence) => process.stderr.write(`${sentence}\n`));
  const environment = { COUNTERSIGN_DATA: dataFolder, PORT: '0', COUNTERSIGN_LOG_LEVEL: 'warn' };
  const siem = await startSiem();
  const settings = { ...readSettings(environment, dataFolder), exportHosts: [siem] };
  const made = await seed(settings, days);
  const log = createLog(settings.logLevel);
  const server = await startServer({ settings, clock: systemClock, log, say: silent });
  const demo = { address: server.address, ...made };
  await pushToSiem(server, demo, siem);
  return { server, demo };
}

async function seed(settings: Settings, days: number): Promise<Omit<DemoFile, 'address'>> {
  const foundation = await openFoundation(settings, silent);
  try {
    const clock = manualClock(new Date(Date.now() - days * 86_400_000).toISOString());
    const house = await createHouse({
      database: foundation.database,
      vault: foundation.vault,
      clock,
      log: createLog(settings.logLevel),
      address: 'http://127.0.0.1',
      bodyLimitBytes: settings.bodyLimitBytes,
      simulatedLatencyMs: 0,
    });
    const integrator = house.ledger.startIntegrator();
    return await seedNorthwind(house, clock, silent).finally(() => integrator.stop());
  } finally {
    await foundation.close();
  }
}
