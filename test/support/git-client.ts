import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface GitRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The stock git, far from this machine's own settings, in a folder of its own. The server is in this process, so nothing here blocks. */
export interface GitClient {
  readonly folder: string;
  /** Runs git in a folder below; whatever it answers. */
  run(where: string, ...args: readonly string[]): Promise<GitRun>;
  /** As `run`, for what must succeed; gives what it printed. */
  git(where: string, ...args: readonly string[]): Promise<string>;
  write(where: string, files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Writes files and commits them. */
  commit(
    where: string,
    message: string,
    files: Readonly<Record<string, string | Uint8Array>>,
  ): Promise<string>;
  remove(): void;
}

export function gitClient(): GitClient {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-git-'));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Forged Name',
    GIT_AUTHOR_EMAIL: 'somebody.else@example.com',
    GIT_COMMITTER_NAME: 'Forged Name',
    GIT_COMMITTER_EMAIL: 'somebody.else@example.com',
  };
  const run = (where: string, ...args: readonly string[]) =>
    new Promise<GitRun>((resolve) => {
      const options = { cwd: join(folder, where), env, timeout: 60_000, maxBuffer: 50_000_000 };
      execFile(
        'git',
        ['-c', 'init.defaultBranch=main', '-c', 'advice.detachedHead=false', ...args],
        options,
        (error, out, err) =>
          resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 255, out, err }),
      );
    });
  const git = async (where: string, ...args: readonly string[]) => {
    const { code, out, err } = await run(where, ...args);
    if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${code}: ${err}`);
    return out.trim();
  };
  const write = (where: string, files: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [path, content] of Object.entries(files)) {
      const place = join(folder, where, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content);
    }
  };
  return {
    folder,
    run,
    git,
    write,
    commit: async (where, message, files) => {
      write(where, files);
      await git(where, 'add', '-A');
      await git(where, 'commit', '-q', '-m', message);
      return git(where, 'rev-parse', 'HEAD');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
