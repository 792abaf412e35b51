import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from '../../../clients/sdk/src/index.ts';
import { foundOrganization, type SampleOrganization } from '../../support/sample-organization.ts';
import {
  createEmbeddedHome,
  postmasterOf,
  type ServerProcess,
  startServerProcess,
} from '../../support/server-process.ts';
import type { Target } from './load.ts';
import { familyOf, startListening } from './processes.ts';

/** One way to reach the same upstream. */
export interface Contender {
  readonly name: string;
  readonly target: Target;
  /** The server itself; undefined where there is none in between. */
  readonly pid: number | undefined;
  /** The database’s processes. */
  database(): Promise<readonly number[]>;
  end(): Promise<void>;
}

export const models = ['bench-0', 'bench-50', 'bench-60000'] as const;
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const json = { 'content-type': 'application/json' };
const nothing = async () => [];

export function startUpstream() {
  return startListening([process.execPath, here('./mock-upstream.ts')]);
}

export function direct(port: number): Contender {
  const target = { origin: `http://127.0.0.1:${port}`, path: '/v1/chat/completions', headers: json };
  return { name: 'direct', target, pid: undefined, database: nothing, end: async () => undefined };
}

export async function bareProxy(port: number): Promise<Contender> {
  const proxy = await startListening([process.execPath, here('./bare-proxy.ts'), `http://127.0.0.1:${port}`]);
  const target = { origin: `http://127.0.0.1:${proxy.port}`, path: '/v1/chat/completions', headers: json };
  return { name: 'bare proxy', target, pid: proxy.pid, database: nothing, end: proxy.end };
}

/** Installed for this run only, into a temporary folder. It records nothing. */
export async function portkey(port: number, installed: string | undefined): Promise<Contender> {
  const folder = installed ?? (await mkdtemp(join(tmpdir(), 'countersign-portkey-')));
  if (installed === undefined) {
    const args = ['install', '--no-fund', '--no-audit', '--loglevel=error', '@portkey-ai/gateway@1.15.2'];
    await promisify(execFile)('npm', args, { cwd: folder });
  }
  const own = await freePort();
  const server = await startListening(
    [
      process.execPath,
      join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js'),
      ...['--headless', `--port=${own}`],
    ],
    { port: own, ready: /ready|running|listening/i },
  );
  const headers = {
    ...json,
    authorization: 'Bearer none',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `http://127.0.0.1:${port}/v1`,
  };
  return {
    name: 'portkey 1.15.2',
    target: { origin: `http://127.0.0.1:${own}`, path: '/v1/chat/completions', headers },
    pid: server.pid,
    database: nothing,
    end: async () => {
      await server.end();
      if (installed === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Countersign as it ships: key check, policy, embedded PostgreSQL, every execution durable in the ledger before its answer leaves. */
export interface BenchServer extends Contender {
  readonly process: ServerProcess;
  readonly organization: SampleOrganization;
}

export async function countersign(port: number, settings: Record<string, string> = {}): Promise<BenchServer> {
  const home = await createEmbeddedHome();
  const organization = await foundOrganization(home);
  const server = await startServerProcess({
    ...home.environment,
    COUNTERSIGN_LOG_LEVEL: 'error',
    ...settings,
  });
  const admin = createClient({ address: server.address, key: organization.key('admin') });
  await admin.post('/api/v1/providers', {
    ...{ name: 'bench', kind: 'openai', baseUrl: `http://127.0.0.1:${port}/v1`, credential: 'none' },
    models,
  });
  const headers = { ...json, authorization: `Bearer ${organization.key('contributor')}` };
  return {
    name: 'countersign',
    target: { origin: server.address, path: '/openai/v1/chat/completions', headers },
    pid: server.pid,
    process: server,
    organization,
    database: async () => {
      const postmaster = await postmasterOf(home.dataFolder);
      return postmaster === undefined ? [] : familyOf(postmaster);
    },
    end: async () => {
      await server.terminate();
      await home.close();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
