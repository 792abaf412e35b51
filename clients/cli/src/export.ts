import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { clientFor, withServer } from './terminal.ts';

interface ExportOptions {
  readonly address: string;
  readonly key: string;
}

/** `countersign export LIBRARY [FOLDER]`: `git clone`, with the key where no list of processes and no file shows it. */
export function addExportCommand(program: Command): void {
  withServer(program.command('export <library> [folder]'))
    .description('clone a library with git: every branch, with its whole history')
    .action(async (library: string, folder: string | undefined, options: ExportOptions) => {
      if (!/^[a-z0-9][a-z0-9-]*$/.test(library))
        throw new Error('A library is named in lower-case letters, digits and hyphens.');
      const { organization } = await clientFor(options).call('session.read', {});
      const address = new URL(options.address);
      const base = `${address.origin}${address.pathname.replace(/\/+$/, '')}`;
      const remote = `${base}/git/${organization.name}/${library}.git`;
      process.exitCode = await clone([remote, folder ?? library], options.key);
    });
}

/**
 * The key goes to git in the environment only, through a credential helper that lives as long as the command. Helpers of this machine
 * are put aside, for they would keep it.
 */
function clone(args: readonly string[], key: string): Promise<number> {
  const helper = '!f() { test "$1" = get && echo username=key && echo "password=$COUNTERSIGN_KEY"; }; f';
  const env = {
    ...process.env,
    COUNTERSIGN_KEY: key,
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'credential.helper',
    GIT_CONFIG_VALUE_0: '',
    GIT_CONFIG_KEY_1: 'credential.helper',
    GIT_CONFIG_VALUE_1: helper,
  };
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['clone', '--', ...args], { stdio: 'inherit', env });
    child.on('error', () => reject(new Error('git is not installed here. Install it, then try again.')));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
