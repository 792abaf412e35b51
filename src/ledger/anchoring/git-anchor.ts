import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GitPlace } from '../../platform/anchor-settings.ts';
import { isId } from '../../platform/id.ts';
import type { OrganizationId } from '../entry.ts';
import type { Anchor } from './anchor.ts';

const run = promisify(execFile);
const timeoutMs = 15_000;
const suffix = '.checkpoint';
const remoteEveryMs = 60_000;

/**
 * An anchor on a branch of a git repository on another machine: one file a log, one commit a round, pushed by the stock git and never
 * forced. So the repository keeps every checkpoint that it was ever given, and who may only push cannot take one back.
 * @param folder where a bare copy is kept, so that little travels; it may be deleted at any time
 */
export function gitAnchor({ url, branch }: GitPlace, folder: string): Anchor {
  const copy = join(folder, hash('sha256', `${url}#${branch}`, 'hex').slice(0, 16));
  const git = gitIn(copy);
  let tip: string | undefined;
  let ready = false;
  const fetchTip = async () => {
    if (!ready) {
      await mkdir(folder, { recursive: true });
      await run('git', ['init', '--quiet', '--bare', copy], { env: environment, timeout: timeoutMs });
      ready = true;
    }
    const [line = ''] = (await git(['ls-remote', '--', url, `refs/heads/${branch}`])).split('\n');
    const remote = /^([0-9a-f]{40})\t/.exec(line)?.[1];
    if (remote !== undefined && remote !== tip)
      await git(['fetch', '--quiet', '--no-tags', '--', url, remote]);
    tip = remote;
  };
  return {
    name: `${withoutSecrets(url)}#${branch}`,
    everyMs: remoteEveryMs,
    organizations: async () => {
      await fetchTip();
      if (tip === undefined) return [];
      const names = (await git(['ls-tree', '--name-only', '-z', tip])).split('\0');
      const found: OrganizationId[] = [];
      for (const name of names) {
        const id = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
        if (isId('org', id)) found.push(id);
      }
      return found;
    },
    read: async (organization) => {
      if (tip === undefined) return undefined;
      const file = `${organization}${suffix}`;
      const listed = await git(['ls-tree', '-z', tip, '--', file]);
      return listed === '' ? undefined : git(['cat-file', 'blob', `${tip}:${file}`]);
    },
    write: async (checkpoints) => {
      const tree = await treeWith(git, tip, checkpoints);
      const parents = tip === undefined ? [] : ['-p', tip];
      const message = [...checkpoints.keys()].sort().join('\n');
      const commit = (await git(['commit-tree', tree, ...parents, '-m', `Checkpoints\n\n${message}`])).trim();
      // Commit point: not forced, so it goes on from what others pushed meanwhile, or fails and is done again after the next fetch.
      await git(['push', '--quiet', '--', url, `${commit}:refs/heads/${branch}`]);
      tip = commit;
    },
  };
}

type Git = (args: readonly string[], input?: string) => Promise<string>;

/** The tree of `tip` with these files in the place of those that it had. */
async function treeWith(
  git: Git,
  tip: string | undefined,
  checkpoints: ReadonlyMap<OrganizationId, string>,
): Promise<string> {
  const lines = new Map<string, string>();
  if (tip !== undefined)
    for (const line of (await git(['ls-tree', '-z', tip])).split('\0'))
      if (line !== '') lines.set(line.slice(line.indexOf('\t') + 1), line);
  for (const [organization, checkpoint] of checkpoints) {
    const name = `${organization}${suffix}`;
    const blob = (await git(['hash-object', '-w', '--stdin'], checkpoint)).trim();
    lines.set(name, `100644 blob ${blob}\t${name}`);
  }
  return (await git(['mktree', '-z'], [...lines.values(), ''].join('\0'))).trim();
}

/** No configuration of the machine, no questions, no hooks, and nothing but these ways to reach a repository. */
const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  SSH_AUTH_SOCK: process.env.SSH_AUTH_SOCK,
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=10',
  GIT_AUTHOR_NAME: 'Countersign',
  GIT_AUTHOR_EMAIL: 'anchor@countersign.invalid',
  GIT_COMMITTER_NAME: 'Countersign',
  GIT_COMMITTER_EMAIL: 'anchor@countersign.invalid',
};

function gitIn(folder: string): Git {
  return async (args, input) => {
    const options = { cwd: folder, env: environment, timeout: timeoutMs, maxBuffer: 67_108_864 };
    const running = run(
      'git',
      ['-c', 'core.hooksPath=/dev/null', '-c', 'http.followRedirects=false', ...args],
      options,
    );
    // A command that ends without reading its input has said why, or needs none.
    running.child.stdin?.on('error', () => undefined).end(input ?? '');
    return (await running).stdout;
  };
}

/** For operators to read, and so without what may stand before the host. */
export function withoutSecrets(text: string): string {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}
