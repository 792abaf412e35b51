import type { Command } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface MoveOptions {
  readonly address: string;
  readonly key: string;
  readonly environment: string;
  readonly reason: string;
}

/** `countersign rollback`, `retire`, `restore`: what is live, without a new change. An asset is LIBRARY/PATH. */
export function addLiveCommands(program: Command): void {
  moveCommand(program, 'rollback <asset> <version>', 'make an earlier approved version live again').action(
    async (asset: string, version: string, options: MoveOptions) => {
      const body = { ...placeOf(asset, options), version: Number(version) };
      told(await clientFor(options).call('rollback.create', { body }));
    },
  );
  moveCommand(program, 'retire <asset>', 'take an asset out of an environment').action(
    async (asset: string, options: MoveOptions) =>
      told(await clientFor(options).call('retirement.create', { body: placeOf(asset, options) })),
  );
  moveCommand(program, 'restore <asset>', 'put back what was live before an asset was retired').action(
    async (asset: string, options: MoveOptions) =>
      told(await clientFor(options).call('retirement.end', { body: placeOf(asset, options) })),
  );
}

const moveCommand = (program: Command, usage: string, about: string): Command =>
  withServer(program.command(usage))
    .description(about)
    .option('--environment <name>', 'where', 'production')
    .requiredOption('--reason <text>', 'why; everybody reads it in the environment’s history');

interface Told {
  readonly library: string;
  readonly path: string;
  readonly environment: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly entry: string;
}

const numbered = (version: number | null) => (version === null ? 'nothing' : `v${version}`);

function told({ library, path, environment, from, to, entry }: Told): void {
  process.stdout.write(
    `${library}/${visible(path)} in ${environment}: ${numbered(from)} → ${numbered(to)}\n`,
  );
  say(`recorded as ${entry}`);
}

function placeOf(asset: string, { environment, reason }: MoveOptions) {
  return { ...assetNamed(asset), environment, reason };
}

/** `LIBRARY/PATH`, taken apart. */
export function assetNamed(asset: string): { readonly library: string; readonly path: string } {
  const slash = asset.indexOf('/');
  if (slash < 1 || slash === asset.length - 1)
    throw new Error(`Name an asset as LIBRARY/PATH, such as support/letter.prompt, not ${visible(asset)}.`);
  return { library: asset.slice(0, slash), path: asset.slice(slash + 1) };
}
