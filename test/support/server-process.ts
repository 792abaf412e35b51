import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ConnectionSettings } from '../../src/platform/db/index.ts';
import { readPostmasterPid } from '../../src/platform/postgres/orphan.ts';
import { choosePlace } from '../../src/platform/postgres/place.ts';
import { signal, waitUntilGone } from '../../src/platform/postgres/processes.ts';
import { createTestDatabase, whichDatabase } from './database.ts';
import { makeTestFolder } from './test-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readyLimitMs = 60_000;

/** What a server keeps between two starts: its settings, a data folder and a database. */
export interface ServerHome {
  /** For `startServerProcess` and `readSettings`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  /** Removes both. No server may run on them any more. */
  close(): Promise<void>;
}

/**
 * A home on the database that the tests run on: `embedded` gives a folder in which the server keeps its own PostgreSQL, `server`
 * a fresh database for `DATABASE_URL`.
 */
export async function createServerHome(): Promise<ServerHome> {
  return whichDatabase().kind === 'embedded' ? createEmbeddedHome() : createDatabaseHome();
}

/** A folder in which the server keeps its own PostgreSQL. */
export async function createEmbeddedHome(): Promise<ServerHome> {
  const { folder, remove } = await makeTestFolder('data/postgres/cluster');
  const dataFolder = join(folder, 'data');
  return { environment: { COUNTERSIGN_DATA: dataFolder }, dataFolder, close: remove };
}

/** A fresh database on the tests' PostgreSQL, whichever that is, reached by `DATABASE_URL` with a login for the owner and one for the server. */
export async function createDatabaseHome(): Promise<ServerHome> {
  const { folder, remove } = await makeTestFolder('none');
  const database = await createTestDatabase();
  const dataFolder = join(folder, 'data');
  return {
    environment: {
      COUNTERSIGN_DATA: dataFolder,
      DATABASE_URL: databaseUrl(database.server),
      COUNTERSIGN_OWNER_DATABASE_URL: databaseUrl(database.owner),
    },
    dataFolder,
    close: async () => {
      await database.drop();
      await remove();
    },
  };
}

/** As an operator would write it; a socket's folder goes into the query, as libpq has it. */
function databaseUrl({ host, port, user, password, database }: ConnectionSettings): string {
  const isSocket = host.startsWith('/');
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const query = isSocket ? `?host=${encodeURIComponent(host)}` : '';
  return `postgres://${login}@${isSocket ? 'localhost' : host}:${port}/${database}${query}`;
}

/** How a process ended; exactly one of `code` and `signal` is null. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Countersign program that runs as a process of its own. */
export interface Program {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** All of standard error so far. */
  said(): string;
  /** SIGKILL: nothing of the program runs afterwards. */
  kill(): Promise<void>;
  /** SIGTERM, and how it ended. */
  terminate(): Promise<Ended>;
}

/** A server that answers. */
export interface ServerProcess extends Program {
  readonly address: string;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `src/main.ts` with `args`; of this process's environment it sees no setting. A run that is broken off takes it along. */
export function startProgram(args: readonly string[], environment: ServerHome['environment']): Program {
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), ...args], {
    cwd: root,
    env: { ...withoutSettings(process.env), COUNTERSIGN_LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    // `close` and not `exit`: only then all that it said is here.
    child.once('close', (code, name) => {
      running.delete(child);
      resolve({ code, signal: name });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    terminate: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(COUNTERSIGN_|VITEST|NODE_OPTIONS$|PORT$|HOST$|DATABASE_URL$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)));
}

/**
 * Starts a server on a free port and waits until `/readyz` says yes.
 * @throws Error with what the server said, when it ends or does not get ready
 */
export async function startServerProcess(environment: ServerHome['environment']): Promise<ServerProcess> {
  const program = startProgram(['serve'], { PORT: '0', ...environment });
  let ended: Ended | undefined;
  void program.ended.then((how) => {
    ended = how;
  });
  for (const until = performance.now() + readyLimitMs; performance.now() < until; await sleep(20)) {
    if (ended !== undefined) throw new Error(`the server ended: ${JSON.stringify(ended)}\n${program.said()}`);
    const address = /^Countersign is at (http:\S+)$/m.exec(program.said())?.[1];
    if (address !== undefined && (await isReady(address))) return { ...program, address };
  }
  await program.kill();
  throw new Error(`the server was not ready within ${readyLimitMs / 1000} s\n${program.said()}`);
}

async function isReady(address: string): Promise<boolean> {
  const reply = await fetch(new URL('/readyz', address)).catch(() => undefined);
  await reply?.text();
  return reply?.status === 200;
}

/**
 * What a power cut leaves of an embedded PostgreSQL: every process of it is killed at once, none may clean up.
 * Call it when the server has been killed. @returns how many processes were killed
 */
export async function cutPower(dataFolder: string): Promise<number> {
  const postmaster = await readPostmasterPid((await choosePlace(dataFolder)).cluster);
  if (postmaster === undefined) return 0;
  const victims = [postmaster, ...childrenOf(postmaster)];
  for (const pid of victims) signal(pid, 'SIGKILL');
  for (const pid of victims) await waitUntilGone(pid, 10_000);
  return victims.length;
}

/** Kills one process of an embedded PostgreSQL, as a crash would: it ends all others, recovers from its log and goes on, under the same postmaster. */
export async function crashPostgres(dataFolder: string): Promise<void> {
  const postmaster = await postmasterOf(dataFolder);
  const victim = postmaster === undefined ? undefined : childrenOf(postmaster).at(-1);
  if (victim === undefined) throw new Error('no PostgreSQL runs on this folder');
  signal(victim, 'SIGKILL');
}

/** Backends lead process groups of their own, so a signal to the postmaster's group does not reach them; proc(5) names the parent. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(ppid) === parent ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

/** The process id of a home's embedded PostgreSQL, if its file names one. */
export async function postmasterOf(dataFolder: string): Promise<number | undefined> {
  return readPostmasterPid((await choosePlace(dataFolder)).cluster);
}
