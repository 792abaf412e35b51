import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';

interface DriverOptions {
  readonly address: string;
  readonly key: string;
  readonly ours: string;
  readonly theirs: string;
}

const setup = `
In the clone (gitattributes(5), "Defining a custom merge driver"):

  git config merge.countersign.name "Countersign: by structure"
  git config merge.countersign.driver "countersign merge-driver %O %A %B %P"

and in .gitattributes of the library, or in .git/info/attributes:

  *.prompt         merge=countersign
  *.cedar          merge=countersign
  *.workflow.yaml  merge=countersign
  *.eval.yaml      merge=countersign
  SKILL.md         merge=countersign

Server and key come from COUNTERSIGN_ADDRESS and COUNTERSIGN_KEY.`;

/**
 * `countersign merge-driver %O %A %B %P`: git's merge as the server does it. Leaves the result in `%A`; ends with 0 when it is clean, with 1 when
 * it holds conflict markers, and with 129 when nothing could be merged, which git takes for a failure and keeps the file as ours.
 */
export function addMergeDriverCommand(program: Command): void {
  withServer(program.command('merge-driver <base> <ours> <theirs> <path>'))
    .description('merge one file by structure; git calls this')
    .option('--ours <name>', 'what stands behind the marker of ours', 'ours')
    .option('--theirs <name>', 'what stands behind the marker of theirs', 'theirs')
    .addHelpText('after', setup)
    .action(async (...given: readonly [string, string, string, string, DriverOptions]) => {
      const [base, ours, theirs, path, options] = given;
      try {
        process.exitCode = (await mergeInPlace({ base, ours, theirs, path }, options)) ? 0 : 1;
      } catch (error) {
        process.exitCode = 129;
        say(`${path} was not merged: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
}

/** @returns whether it is clean */
async function mergeInPlace(
  files: { readonly base: string; readonly ours: string; readonly theirs: string; readonly path: string },
  options: DriverOptions,
): Promise<boolean> {
  const [base, ours, theirs] = [
    await textOf(files.base),
    await textOf(files.ours),
    await textOf(files.theirs),
  ];
  const names = { ours: options.ours, theirs: options.theirs };
  const body = { path: files.path, base, ours, theirs, names };
  const { clean, text, conflicts } = await clientFor(options).call('asset.merge', { body });
  await writeFile(files.ours, text);
  for (const { label } of conflicts) say(`CONFLICT in ${files.path}: ${label}`);
  return clean;
}

async function textOf(file: string): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
}
