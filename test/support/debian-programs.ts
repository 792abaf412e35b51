import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPackage } from '../../src/platform/postgres/binaries.ts';

const run = promisify(execFile);
const debianFolder = '/usr/lib/postgresql';
const oldestMajor = 15;

/**
 * The folder with the programs of a PostgreSQL that is not ours: Debian's newest, installed first when we may; where there is none,
 * the embedded one's, which then differs in being reached by TCP only.
 */
export async function findServerPrograms(): Promise<string> {
  const found = await findDebianPrograms();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && (await installDebianPrograms())) {
    const installed = await findDebianPrograms();
    if (installed !== undefined) return installed;
  }
  return join(findPackage(), 'native', 'bin');
}

async function findDebianPrograms(): Promise<string | undefined> {
  const majors = (await readdir(debianFolder).catch(() => []))
    .map(Number)
    .filter((major) => major >= oldestMajor);
  for (const major of majors.sort((left, right) => right - left)) {
    const bin = join(debianFolder, String(major), 'bin');
    const isThere = await access(join(bin, 'initdb')).then(
      () => true,
      () => false,
    );
    if (isThere) return bin;
  }
  return undefined;
}

async function installDebianPrograms(): Promise<boolean> {
  return installDebian(
    ['postgresql'],
    'PostgreSQL server',
    'the tests use the embedded programs over TCP instead',
  );
}

/** Installs packages of Debian, when they can be had. `without` says what happens when not. */
export async function installDebian(
  packages: readonly string[],
  what: string,
  without: string,
): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  console.log(`Installing Debian’s ${what} for the tests (apt-get install ${packages.join(' ')}).`);
  try {
    await install().catch(async () => {
      await run('apt-get', ['update', '-qq'], { env });
      await install();
    });
    return true;
  } catch {
    console.log(`It could not be installed; ${without}.`);
    return false;
  }
}
