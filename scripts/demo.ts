import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitOnSignals, explain, stopOnSignals } from '../src/main.ts';
import { manualClock, systemClock } from '../src/platform/clock.ts';
import { createLog } from '../src/platform/log.ts';
import { Problem } from '../src/platform/problem.ts';
import { readSettings, type Settings } from '../src/platform/settings.ts';
import { createHouse, openFoundation, startServer } from '../src/server.ts';
import { buildWeb } from './build-web.ts';
import { makeCalls } from './demo/calls.ts';
import { runChain } from './demo/chain.ts';
import { type DemoFile, historyDays, seedNorthwind } from './demo/seed.ts';
import { pushToSiem, startSiem } from './demo/siem.ts';
import { addWitness } from './demo/witness.ts';

/** `npm run demo`: a sample organization on an embedded database. The first start makes it; later starts find it. */
const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

async function main(): Promise<void> {
  const asked = readSettings(process.env, process.cwd());
  // The sample's witness is on this very server.
  const witnessHosts = [...asked.witnessHosts, `${asked.host}:${asked.port}`];
  const siem = await startSiem();
  const settings = { ...asked, witnessHosts, exportHosts: [...asked.exportHosts, siem] };
  await mkdir(settings.dataFolder, { recursive: true });
  await buildWeb(say);
  const demoFile = join(settings.dataFolder, 'demo.json');
  if (!existsSync(demoFile)) await seed(settings, demoFile);
  const demo: DemoFile = JSON.parse(await readFile(demoFile, 'utf8'));
  const log = createLog(process.env.COUNTERSIGN_LOG_LEVEL === undefined ? 'warn' : settings.logLevel);
  const server = await startServer({ settings, clock: systemClock, log, say });
  stopOnSignals(server);
  for (const notice of server.notices) say(notice);
  demo.address = server.address;
  await writeDurably(demoFile, `${JSON.stringify(demo, null, 2)}\n`);
  tellSignIns(demo, demoFile);
  if (settings.port !== 0 && settings.address === undefined) await addWitness(server, demo);
  await pushToSiem(server, demo, siem);
  const proofFile = join(settings.dataFolder, 'demo-proof.json');
  if (!existsSync(proofFile)) {
    await makeCalls(server.address, demo);
    await runChain({ address: server.address, demo, proofFile, say });
  }
  say(`\nCountersign is at ${server.address}  ·  Ctrl-C stops it, and the next start finds its data`);
}

/** Makes Northwind with a clock that walks through the past weeks, then closes everything again: the start is the usual one. */
async function seed(settings: Settings, demoFile: string): Promise<void> {
  const foundation = await openFoundation(settings, say);
  try {
    say('Making the sample organization Northwind …');
    const clock = manualClock(new Date(Date.now() - historyDays * 86_400_000).toISOString());
    const { database, vault } = foundation;
    const log = createLog('warn');
    const { bodyLimitBytes } = settings;
    const address = settings.address ?? `http://${settings.host}:${settings.port}`;
    const parts = { database, vault, clock, log, address, bodyLimitBytes, simulatedLatencyMs: 0 };
    const house = await createHouse(parts);
    if (await house.access.anyOrganization()) throw alreadyInUse(settings);
    const integrator = house.ledger.startIntegrator();
    const made = await seedNorthwind(house, clock, say).finally(() => integrator.stop());
    await writeDurably(demoFile, `${JSON.stringify({ address, ...made }, null, 2)}\n`);
  } finally {
    await foundation.close();
  }
}

/** An organization without its `demo.json`: a real one, or a sample whose making was cut off. Neither is ours to touch. */
function alreadyInUse(settings: Settings): Problem {
  return new Problem({
    code: 'demo.database_in_use',
    status: 409,
    detail: `The database already holds an organization, but ${settings.dataFolder} has no demo.json. Use npm start for it; or, if it is a sample whose making was cut off, remove ${settings.dataFolder} and start again.`,
  });
}

/** Whole or not at all: a start that is interrupted must not leave half a file. */
async function writeDurably(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function tellSignIns(demo: DemoFile, demoFile: string): void {
  say(`\nSign in at ${demo.address} as`);
  for (const { name, email, password, roles } of demo.people)
    say(`  ${email.padEnd(26)} ${password.padEnd(24)} ${name}, ${roles.join(' and ')}`);
  say(`Key of the app "Service desk": ${demo.app.key}`);
  say(`All of this, and a key for each person, is in ${demoFile}`);
}

exitOnSignals();
try {
  await main();
} catch (error) {
  explain(error);
  process.exit(1);
}
