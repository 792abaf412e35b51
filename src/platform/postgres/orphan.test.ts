import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endOrphan, readPostmasterPid } from './orphan.ts';
import { isKnown, isRunning } from './processes.ts';

let cluster: string;
let parent: ChildProcess | undefined;

beforeEach(async () => {
  cluster = await mkdtemp(join(tmpdir(), 'countersign-orphan-'));
});
afterEach(async () => {
  parent?.kill('SIGKILL');
  await rm(cluster, { recursive: true, force: true });
});

/** Forks a child that ends at once, and asks for it only when it is told to. */
const lazyParent =
  '$| = 1; $child = fork; exit 0 unless $child; print "$child\\n"; <STDIN>; waitpid $child, 0; sleep 60';

/** A process that is dead and that its parent has not reaped. */
async function makeZombie(): Promise<number> {
  parent = spawn('perl', ['-e', lazyParent], { stdio: ['pipe', 'pipe', 'ignore'] });
  if (parent.stdout === null) throw new Error('the parent speaks');
  const [said] = await once(parent.stdout, 'data');
  const pid = Number(String(said).trim());
  await expect.poll(() => isRunning(pid)).toBe(false);
  expect(isKnown(pid)).toBe(true);
  return pid;
}

describe.runIf(process.platform === 'linux')('a postmaster that was killed and not reaped', () => {
  test('does not keep PostgreSQL from starting: its file goes', { timeout: 60_000 }, async () => {
    await writeFile(join(cluster, 'postmaster.pid'), `${await makeZombie()}\n${cluster}\n`);
    expect(await endOrphan(cluster)).toBeUndefined();
    expect(await readPostmasterPid(cluster)).toBeUndefined();
  });

  test('is waited for, and its file stays for PostgreSQL to judge, when it is reaped in time', async () => {
    const pid = await makeZombie();
    await writeFile(join(cluster, 'postmaster.pid'), `${pid}\n${cluster}\n`);
    const ending = endOrphan(cluster);
    parent?.stdin?.end();
    await ending;
    expect(isKnown(pid)).toBe(false);
    expect(await readPostmasterPid(cluster)).toBe(pid);
  });
});
