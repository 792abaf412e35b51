import { execFile } from 'node:child_process';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installDebian } from './debian-programs.ts';

const run = promisify(execFile);
const packages = ['golang-go', 'golang-golang-x-mod-dev'];
const sources = '/usr/share/gocode';

/**
 * Builds a Go program against the libraries that Debian packages, which are installed first when we may.
 * @returns the program's path, in a temporary folder, or undefined where there is no Go
 */
export async function buildGoProgram(folder: string): Promise<string | undefined> {
  if (!(await hasGo())) {
    const may = process.getuid?.() === 0;
    if (!may || !(await installDebian(packages, 'Go', 'nothing is checked with Go'))) return undefined;
  }
  const out = await mkdtemp(join(tmpdir(), 'countersign-go-'));
  const program = join(out, 'program');
  // No module of ours: GOPATH mode takes exactly what Debian installed, and asks nobody.
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: sources, GOCACHE: join(out, 'cache') };
  await run('go', ['build', '-o', program, '.'], { cwd: folder, env });
  return program;
}

async function hasGo(): Promise<boolean> {
  try {
    await access(join(sources, 'src/golang.org/x/mod/sumdb/tlog'));
    await run('go', ['version']);
    return true;
  } catch {
    return false;
  }
}
