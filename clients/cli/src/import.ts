import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AnswerOf, Client, InputOf } from '@countersign/sdk';
import { type Command, Option } from 'commander';
import { type LeftOut, readFolder } from './read-folder.ts';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface ImportOptions {
  readonly address: string;
  readonly key: string;
  readonly library: string;
  readonly folder?: string;
  readonly branch?: string;
  readonly ref?: string;
  readonly within?: string;
  readonly token?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}
type Report = AnswerOf<'library.import'>;
type Body = InputOf<'library.import'>['body'];

const afterHelp = `
SOURCE is a folder, a .zip, or the .json or .yaml export of Langfuse, LangSmith, LangChain, promptfoo or a list of messages,
or the http(s):// address of a git repository on a host that the server's operator allowed (COUNTERSIGN_IMPORT_HOSTS): the server reads it.
Everything comes in as one commit on a branch; open a change from it to publish. Symbolic links, .git and node_modules stay out.
The exit code is 0 when something came in, 2 when nothing did, 1 when it failed.`;

/** `countersign import SOURCE --library L`: the report on standard output, where it went on standard error. */
export function addImportCommand(program: Command): void {
  withServer(program.command('import <source>'))
    .description('import a folder, a zip, an export or a git repository into a library')
    .requiredOption('--library <name>', 'where to')
    .option('--folder <path>', 'where in the library')
    .option('--branch <name>', 'a branch, started when it is not there; import/DATE-N when left out')
    .option('--ref <name>', 'of a git repository: a branch or a tag; its default branch when left out')
    .option('--within <folder>', 'of a git repository: only what is under this folder of it')
    .addOption(
      new Option('--token <token>', 'of a git repository: TOKEN or NAME:TOKEN').env(
        'COUNTERSIGN_IMPORT_TOKEN',
      ),
    )
    .option('--dry-run', 'show what would come in, and write nothing', false)
    .option('--json', 'print the report as JSON', false)
    .addHelpText('after', afterHelp)
    .action(run);
}

async function run(given: string, options: ImportOptions): Promise<void> {
  const { library, folder, branch, dryRun } = options;
  const client = clientFor(options);
  const { source, leftOut } = await sourceOf(given, options);
  const head = branch === undefined ? undefined : await headOf(client, library, branch);
  const body = {
    ...source,
    dryRun,
    ...(folder === undefined ? {} : { folder }),
    ...(branch === undefined ? {} : { branch }),
    ...(head === undefined ? {} : { expectedHead: head }),
  };
  const answer = await client.call('library.import', { params: { library }, body });
  const items = [
    ...answer.items,
    ...leftOut.map((one) => ({ ...one, path: null, outcome: 'skipped' as const })),
  ];
  const report = { ...answer, skipped: answer.skipped + leftOut.length, items };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : table(report));
  const where = dryRun ? 'nothing was written' : `on branch ${report.branch} of ${library}`;
  say(`${report.imported} imported, ${report.skipped} skipped${report.imported > 0 ? `; ${where}` : ''}.`);
  if (report.imported === 0) process.exitCode = 2;
}

/** One line for each thing, in columns. */
export function table({ items }: Pick<Report, 'items'>): string {
  const widest = Math.min(60, Math.max(0, ...items.map(({ source }) => visible(source).length)));
  const lines = items.map(({ outcome, source, path, why }) => {
    const to = path === null || path === source ? '' : `→ ${visible(path)}  `;
    return `${outcome.padEnd(9)}  ${visible(source).padEnd(widest)}  ${to}${visible(why)}\n`;
  });
  return lines.join('');
}

async function sourceOf(
  given: string,
  { ref, within, token }: ImportOptions,
): Promise<{ source: Body; leftOut: readonly LeftOut[] }> {
  if (/^https?:\/\//i.test(given)) {
    const more = {
      ...(ref === undefined ? {} : { ref }),
      ...(within === undefined ? {} : { within }),
      ...(token === undefined ? {} : { token }),
    };
    return { source: { source: 'git', url: given, ...more }, leftOut: [] };
  }
  if ((await stat(given)).isDirectory()) {
    const { files, leftOut } = await readFolder(given);
    if (files.length === 0) throw new Error(`There is nothing to import in ${given}.`);
    return { source: { source: 'files', files }, leftOut };
  }
  const name = basename(given);
  const bytes = await readFile(given);
  if (/\.zip$/i.test(name))
    return { source: { source: 'zip', base64: bytes.toString('base64') }, leftOut: [] };
  if (/\.(?:json|ya?ml)$/i.test(name))
    return { source: { source: 'json', name, text: bytes.toString('utf8') }, leftOut: [] };
  throw new Error(`${name} is no folder, .zip, .json or .yaml. Put it into a folder and import that.`);
}

/** Where a branch stands; undefined when there is none of this name. */
async function headOf(client: Client, library: string, branch: string): Promise<string | undefined> {
  let cursor: string | undefined;
  do {
    const page = await client.call('branch.list', {
      params: { library },
      query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    });
    const found = page.items.find(({ name }) => name === branch);
    if (found !== undefined) return found.head;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return undefined;
}
