import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';

const entry = fileURLToPath(new URL('../../../scripts/serve.ts', import.meta.url));
const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** `countersign serve`, `migrate`, `backup`, `restore-backup`, `accept-rollback`, `doctor`, `master-key` and `setup` start the server's own program; they talk to no API. */
export function addServerCommands(program: Command): void {
  program
    .command('serve')
    .description('start the server')
    .action(() => start(entry, []));
  program
    .command('migrate')
    .description('bring the database to this version, then stop')
    .action(() => start(main, ['migrate']));
  program
    .command('backup <file>')
    .description('write everything but the master key to one file, while servers run')
    .action((file: string) => start(main, ['backup', file]));
  program
    .command('restore-backup <file>')
    .description('bring a backup into an empty database, and prove it')
    .action((file: string) => start(main, ['restore-backup', file]));
  program
    .command('accept-rollback')
    .description(
      'say what anchors and witnesses remember and the database lost; and accept it, on the record',
    )
    .option('--by <name>', 'who accepts it')
    .option('--reason <text>', 'why it is lost')
    .action((options: { by?: string; reason?: string }) =>
      start(main, [
        'accept-rollback',
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      ]),
    );
  program
    .command('doctor')
    .description('look whether everything is there that a server needs, beside one that runs or without')
    .option('--json', 'as JSON, for machines')
    .action((options: { json?: true }) => start(main, ['doctor', ...(options.json ? ['--json'] : [])]));
  program
    .command('master-key')
    .description('the key that wraps every other key')
    .command('rewrap')
    .description('wrap every secret with the current master key; may be stopped and started again')
    .action(() => start(main, ['master-key', 'rewrap']));
  program
    .command('setup')
    .description('print a link that makes an organization; or make it, and print its admin’s password link')
    .option('--organization <name>', 'URL name, e.g. acme')
    .option('--name <name>', 'the admin’s name')
    .option('--email <address>', 'the admin’s e-mail address')
    .action((options: { organization?: string; name?: string; email?: string }) =>
      start(main, ['setup', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])]),
    );
}

function start(file: string, args: readonly string[]): Promise<void> {
  if (!existsSync(file))
    throw new Error('The server is not installed here. Run this in a checkout of Countersign.');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
    const pass = () => child.kill('SIGTERM');
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', pass);
    child.on('exit', (code, signal) => {
      process.exitCode = signal === null ? (code ?? 1) : 1;
      resolve();
    });
  });
}
