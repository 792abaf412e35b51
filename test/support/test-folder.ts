import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, chooseAccount, findClosedFolder } from '../../src/platform/postgres/account.ts';
import { signal } from '../../src/platform/postgres/processes.ts';

/** A temporary folder that PostgreSQL's account can enter, and that is gone after the run. */
export interface TestFolder {
  readonly folder: string;
  readonly account: Account | undefined;
  /** Removes the folder. Nothing may run in it any more. */
  remove(): Promise<void>;
}

/**
 * Makes a `TestFolder`. Should the run be broken off so that nobody calls `remove`, it happens as this process exits, after the
 * PostgreSQL on the cluster in `clusterName` is ended.
 */
export async function makeTestFolder(clusterName: string): Promise<TestFolder> {
  for (const parent of [tmpdir(), '/tmp', '/var/tmp']) {
    const account = await chooseAccount(parent);
    if (account && (await findClosedFolder(account, parent)) !== undefined) continue;
    const folder = await mkdtemp(join(parent, 'countersign-test-'));
    await chmod(folder, account ? 0o711 : 0o700);
    const atExit = () => {
      endPostgres(join(folder, clusterName));
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    };
    // A terminal that is closed would end this process without an `exit`.
    const atHangup = () => process.exit(129);
    process.once('exit', atExit);
    process.once('SIGHUP', atHangup);
    const remove = async () => {
      process.off('exit', atExit);
      process.off('SIGHUP', atHangup);
      await rm(folder, { recursive: true, force: true });
    };
    return { folder, account, remove };
  }
  throw new Error(
    'No temporary folder can be entered by the account that runs PostgreSQL; set TMPDIR to one that can.',
  );
}

/** Nothing asynchronous happens any more while a process exits, so this waits the hard way: PostgreSQL removes the file last. */
function endPostgres(cluster: string): void {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  signal(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT');
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < 100 && existsSync(file); attempt += 1) Atomics.wait(clock, 0, 0, 50);
}
