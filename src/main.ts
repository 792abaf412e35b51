import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { acceptRollback } from './accept-rollback.ts';
import { backUp } from './backup.ts';
import { examine } from './doctor.ts';
import { fail, linesText, reasonOf } from './doctor-line.ts';
import { systemClock } from './platform/clock.ts';
import { createVault, loadMasterKeys } from './platform/crypto/index.ts';
import { openDatabase } from './platform/db/index.ts';
import { createLog } from './platform/log.ts';
import { Problem } from './platform/problem.ts';
import { readSettings, type Settings } from './platform/settings.ts';
import { restore } from './restore.ts';
import { rewrapEverything } from './rewrap.ts';
import { createHouse, openFoundation, type RunningServer, setupLink, startServer } from './server.ts';

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

/** The server's program: `serve`, `migrate`, `setup`, `backup`, `restore-backup`, `accept-rollback`, `doctor` or `master-key rewrap`. What is refused is one sentence and exit code 1, never a stack. */
export async function runMain(args: readonly string[]): Promise<void> {
  const [command = 'serve', ...rest] = args;
  exitOnSignals();
  try {
    if (command === 'doctor') {
      await doctor(rest);
      return;
    }
    const settings = readSettings(process.env, process.cwd());
    if (command === 'serve' && rest[0] === 'setup') await setup(settings, rest.slice(1));
    else if (command === 'serve') await serve(settings);
    else if (command === 'migrate') await migrateOnly(settings);
    else if (command === 'master-key' && rest[0] === 'rewrap') await rewrap(settings);
    else if (command === 'backup') await backup(settings, fileOf(command, rest));
    else if (command === 'restore-backup') await restoreFrom(settings, fileOf(command, rest));
    else if (command === 'accept-rollback') await acceptRollback(settings, rest, say);
    else if (command === 'setup') await setup(settings, rest);
    else
      throw new Problem({
        code: 'command.unknown',
        status: 400,
        detail: `There is no command ${command}. There are: serve, migrate, setup, backup, restore-backup, accept-rollback, doctor, master-key rewrap.`,
      });
  } catch (error) {
    process.exitCode = 1;
    explain(error);
  }
}

/** A refusal is told in its own sentence, with its cause for the operator; a bug keeps its stack. */
export function explain(error: unknown): void {
  if (!(error instanceof Problem)) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return;
  }
  say(`${error.detail} (${error.code})`);
  if (error.cause instanceof Error) say(`  because: ${error.cause.message}`);
}

async function serve(settings: Settings): Promise<void> {
  const log = createLog(settings.logLevel);
  const server = await startServer({ settings, clock: systemClock, log, say });
  stopOnSignals(server);
  for (const notice of server.notices) say(notice);
  say(`Countersign is at ${server.address}`);
  if (!(await server.house.access.anyOrganization()))
    say(
      `There is no organization yet. Make the first one with this link, which is good once and for a day:\n  ${server.house.access.setupLink({ first: true })}`,
    );
}

const signals = { SIGINT: 130, SIGTERM: 143 } as const;
const exitNow = (name: keyof typeof signals) => process.exit(signals[name]);

/** Until something runs that wants to be stopped in order, a signal exits at once: then the embedded PostgreSQL ends too. */
export function exitOnSignals(): void {
  process.on('SIGINT', exitNow).on('SIGTERM', exitNow);
}

/** The first signal drains and closes; a second one ends at once. The database is safe either way. */
export function stopOnSignals(server: RunningServer): void {
  let stopping = false;
  const stop = (code: number) => {
    if (stopping) process.exit(130);
    stopping = true;
    say('Stopping: finishing what is under way …');
    server.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        explain(error);
        process.exit(1);
      },
    );
  };
  process.off('SIGINT', exitNow).off('SIGTERM', exitNow);
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  server.onStorageLost((reason) => {
    say(`The database ended by itself: ${reason}. The server ends too, because nothing could be recorded.`);
    stop(1);
  });
}

/** Says what is there and what is not, a line each (`--json`: as JSON). Exit code 1 when something fails. Settings that are wrong are a line too. */
async function doctor(args: readonly string[]): Promise<void> {
  const log = createLog('silent');
  const lines = await Promise.resolve()
    .then(() => examine(readSettings(process.env, process.cwd()), { clock: systemClock, log, say }))
    .catch((error: unknown) => [
      fail('settings', error instanceof Problem ? error.detail : reasonOf(error), 'Mend it, and look again.'),
    ]);
  process.stdout.write(
    args.includes('--json') ? `${JSON.stringify(lines, null, 2)}\n` : `${linesText(lines)}\n`,
  );
  if (lines.some(({ state }) => state === 'fail')) process.exitCode = 1;
}

async function migrateOnly(settings: Settings): Promise<void> {
  const foundation = await openFoundation(settings, say);
  say(
    foundation.migrated.length === 0
      ? 'The database is current.'
      : `Applied: ${foundation.migrated.join(', ')}`,
  );
  await foundation.close();
}

/** Wraps every secret with the current master key, so that the one of before is not needed any more. */
async function rewrap(settings: Settings): Promise<void> {
  const foundation = await openFoundation(settings, say);
  const database = openDatabase(foundation.storage.owner);
  try {
    const log = createLog(settings.logLevel);
    const count = await rewrapEverything({ database, vault: foundation.vault, log });
    say(
      `${count === 0 ? 'Everything is wrapped' : `Wrapped ${count} secrets again; all are wrapped`} with the current master key. Once every node runs with it, take the previous one out of the settings. Keep it for as long as you keep backups that were made before.`,
    );
  } finally {
    await database.close();
    await foundation.close();
  }
}

function fileOf(command: string, [file, ...more]: readonly string[]): string {
  if (file !== undefined && more.length === 0 && !file.startsWith('-')) return file;
  throw new Problem({
    code: 'command.incomplete',
    status: 400,
    detail: `Say one file: ${command} countersign.backup`,
  });
}

async function backup(settings: Settings, file: string): Promise<void> {
  const { rows, tables, logs } = await backUp(settings, file, { clock: systemClock, say });
  for (const { organization, treeSize } of logs) say(`${organization}: ${treeSize} signed entries`);
  say(`Wrote ${file}: ${rows} rows of ${tables} tables, as of one moment.`);
  say(
    'The master key is not in it, and without it nothing in it opens: keep that beside it, in another place. Keep the newest anchors too (the folder anchors): they show whether a backup is the newest.',
  );
}

async function restoreFrom(settings: Settings, file: string): Promise<void> {
  const log = createLog(settings.logLevel);
  const { takenAt, rows, logs, findings } = await restore(settings, file, { log, say });
  for (const { organization, treeSize, checkpoints } of logs)
    say(`${organization}: verified whole, ${treeSize} entries under ${checkpoints} signed checkpoints`);
  say(`Restored ${rows} rows, as of ${takenAt}.`);
  for (const { message } of findings) say(`Not all that was signed is in this backup. ${message}`);
  if (findings.length > 0) say('Until then the server reads and writes nothing.');
}

/**
 * Without options, prints a link with which somebody makes an organization in the browser. With them, makes the organization and prints
 * the link with which its admin chooses a password. No password is ever made here.
 */
async function setup(settings: Settings, args: readonly string[]): Promise<void> {
  const wish = setupOptions(args);
  const address = settings.address ?? `http://${settings.host}:${settings.port}`;
  if (wish === undefined) {
    const { current, previous } = await loadMasterKeys(settings.masterKey, settings.dataFolder);
    const vault = createVault(current, previous);
    say('Open this link where the server runs; it makes one organization, and is good once and for a day:');
    process.stdout.write(`${setupLink({ vault, clock: systemClock, address }, false)}\n`);
    return;
  }
  const foundation = await openFoundation(settings, say);
  try {
    const { database, vault } = foundation;
    const log = createLog(settings.logLevel);
    const { bodyLimitBytes } = settings;
    const house = await createHouse({ database, vault, clock: systemClock, log, address, bodyLimitBytes });
    const { organization, name, email } = wish;
    const made = await house.access.createOrganization({
      name: organization,
      displayName: organization,
      admin: { displayName: name, email },
    });
    say(
      `Made ${organization}. Start the server; with this link ${email} chooses a password, once and within a day:`,
    );
    process.stdout.write(`${await house.access.passwordLink(made.organization.id, made.admin.id)}\n`);
  } finally {
    await foundation.close();
  }
}

interface SetupWish {
  readonly organization: string;
  readonly name: string;
  readonly email: string;
}

function setupOptions(args: readonly string[]): SetupWish | undefined {
  const text = { type: 'string' } as const;
  const options = { organization: text, name: text, email: text };
  try {
    const { organization, name, email } = parseArgs({ args: [...args], options }).values;
    if (organization !== undefined && name !== undefined && email !== undefined)
      return { organization, name, email };
    if (organization === undefined && name === undefined && email === undefined) return undefined;
  } catch (cause) {
    throw incomplete(cause);
  }
  throw incomplete();
}

function incomplete(cause?: unknown): Problem {
  return new Problem({
    code: 'command.incomplete',
    status: 400,
    detail:
      'Say who it is for, or nothing at all: setup --organization acme --name "Your Name" --email you@acme.example',
    cause,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(process.argv.slice(2));
