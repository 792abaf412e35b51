import type { AnswerOf } from '@countersign/sdk';
import type { Command } from 'commander';
import { clientFor, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface Options {
  readonly address: string;
  readonly key: string;
  readonly who?: string;
}
type Explained = AnswerOf<'access.explain'>;

/** `countersign access …`: why somebody may or may not do something. */
export function addAccessCommands(program: Command): void {
  const access = program.command('access').description('who may do what, and why');
  withServer(access.command('why <action> [where]'))
    .alias('explain')
    .description('why may, or may not, somebody do this; WHERE is LIBRARY or LIBRARY/PATH')
    .option('--who <id>', 'a person or an app; without, whoever the key is of')
    .action(async (action: string, where: string | undefined, options: Options) => {
      const client = clientFor(options);
      const query = { action, ...queryOf(where, options.who) };
      const answer = await client.call('access.explain', { query });
      process.stdout.write(explainedText(answer));
      if (!answer.allowed) process.exitCode = 1;
    });
}

function queryOf(where: string | undefined, who: string | undefined): Record<string, string> {
  const [, library, path] = /^([^/]+)(?:\/(.+))?$/.exec(where ?? '') ?? [];
  return {
    ...(who === undefined ? {} : { who }),
    ...(library === undefined ? {} : { library }),
    ...(path === undefined ? {} : { path }),
  };
}

/** The sentence, and below it the grants that it speaks of. */
export function explainedText({ sentence, by, lacking }: Explained): string {
  const lines = [
    sentence,
    ...by.map((grant) => `  ${grant.id}  ${grantText(grant)}`),
    ...lacking.map((grant) => `  ${grant.id}  ${grantText(grant)}  (${lackWords[grant.why]})`),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

const lackWords: Record<Explained['lacking'][number]['why'], string> = {
  ended: 'has ended',
  restricted: 'does not reach this restricted library',
  part_only: 'reaches another part only',
  organization_only: 'is on a library only',
  elsewhere: 'is on another library',
};

function grantText({ role, scope, endsAt, team }: Explained['by'][number]): string {
  const where =
    scope.kind === 'organization'
      ? 'the organization'
      : scope.kind === 'library'
        ? scope.library
        : `${scope.library}/${scope.path}${scope.kind === 'folder' ? '/' : ''}`;
  const by = team === null ? '' : `, by the team ${team.name}`;
  return `${role} on ${where}${by}${endsAt === null ? '' : `, until ${endsAt}`}`;
}
