import type { Role } from '../../src/access/index.ts';
import type { GitClient } from '../support/git-client.ts';
import { type Reply, textAt } from '../support/house.ts';
import { promptText } from '../support/proposals.ts';
import { act, attempt, type Noted, type Page, readAgain, type Scene } from './scene.ts';
import type { Actor } from './troupe.ts';

/** What one move works with. Everything random comes from `random`, so that a seed walks the same way again. */
export interface Turn {
  readonly scene: Scene;
  readonly move: number;
  readonly notes: Noted[];
  readonly random: { pick<Item>(items: readonly Item[]): Item; below(limit: number): number };
  readonly git: GitClient;
  /** Runs the command line program as somebody. */
  readonly cli: (
    actor: Actor,
    ...args: readonly string[]
  ) => Promise<{ code: number; out: string; err: string }>;
  readonly jump: (byMs: number) => void;
}

const oldOrNew = ({ scene, random }: Turn): Page | undefined => {
  const newest = scene.pages.at(-1);
  return random.below(4) === 0 && scene.pages.length > 0 ? random.pick(scene.pages) : newest;
};
const granted = (reply: Reply) => reply.status < 300;
let texts = 0;

/** A commit through the API, onto the head that the walk knows: of several at once one gets through. */
export async function edit({ scene, move, notes }: Turn, actor: Actor, from = scene.head): Promise<void> {
  texts += 1;
  const text = promptText(`Text ${texts}`);
  const body = {
    branch: scene.branch,
    expectedHead: from,
    message: `Edit ${texts}`,
    files: [{ path: scene.path, text }],
  };
  const reply = await attempt(scene, actor, 'commit.create', {
    params: { library: scene.troupe.library },
    body,
  });
  if (!granted(reply)) return;
  const revision = textAt(reply.body, 'head');
  notes.push({ move, entry: null, what: { type: 'revision', revision, from, human: actor.human, text } });
  scene.head = revision;
  scene.answered = await readAgain(scene);
}

/** The same with the stock git, under a forged name; it may open the change on the way. */
export async function push({ scene, move, notes, git, random }: Turn, actor: Actor): Promise<void> {
  texts += 1;
  const text = promptText(`Text ${texts}`);
  const { house, troupe, branch, path, head: from } = scene;
  const remote = `${house.address.replace('//', `//x:${actor.key}@`)}/git/northwind/${troupe.library}.git`;
  await git.git('clone', 'fetch', '-q', 'origin', branch);
  await git.git('clone', 'checkout', '-q', '-B', branch, 'FETCH_HEAD');
  const revision = await git.commit('clone', `Edit ${texts}`, { [path]: text });
  const asking = random.below(2) === 0 ? ['-o', 'change', '-o', `title=${branch}`] : [];
  const { code, err } = await git.run('clone', 'push', ...asking, remote, `HEAD:refs/heads/${branch}`);
  if (code !== 0) return;
  notes.push({ move, entry: null, what: { type: 'revision', revision, from, human: actor.human, text } });
  scene.head = revision;
  scene.change ??= /chg_[0-9a-z]+/.exec(err)?.[0];
  scene.answered = await readAgain(scene);
}

/** Nothing that git is told moves `main`. */
export async function pushToMain({ scene, git }: Turn, actor: Actor): Promise<void> {
  const { house, troupe, branch } = scene;
  const remote = `${house.address.replace('//', `//x:${actor.key}@`)}/git/northwind/${troupe.library}.git`;
  await git.git('clone', 'fetch', '-q', 'origin', branch);
  const { code } = await git.run('clone', 'push', '-f', remote, 'FETCH_HEAD:refs/heads/main');
  if (code === 0) throw new Error(`${actor.name} pushed to main`);
}

export async function open({ scene }: Turn, actor: Actor): Promise<void> {
  const body = { library: scene.troupe.library, branch: scene.branch, title: scene.branch };
  const reply = await attempt(scene, actor, 'change.create', { body });
  if (!granted(reply)) return;
  scene.change = textAt(reply.body, 'id');
  scene.answered = await readAgain(scene);
}

export async function submit({ scene }: Turn, actor: Actor): Promise<void> {
  await act(scene, actor, 'change.submit');
}

export async function review(turn: Turn, actor: Actor, kind: 'endorse' | 'request_changes'): Promise<void> {
  const { scene } = turn;
  const page = oldOrNew(turn);
  if (page === undefined) return;
  const { revision } = page;
  if (await act(scene, actor, 'change.review', { revision, verdict: kind }))
    scene.granted.push({ action: 'change.review', by: actor, revision, kind });
}

export async function approve(turn: Turn, actor: Actor): Promise<void> {
  const { scene } = turn;
  const page = oldOrNew(turn);
  if (page === undefined) return;
  const { revision, digest, shown } = page;
  if (await act(scene, actor, 'change.approve', { revision, digest, shown }))
    scene.granted.push({ action: 'change.approve', by: actor, revision, kind: 'approve' });
}

export async function retract({ scene }: Turn, actor: Actor): Promise<void> {
  if (await act(scene, actor, 'change.retract'))
    scene.granted.push({ action: 'change.retract', by: actor, revision: '' });
}

/** Now and then in a terminal, where one names the digest that one read. */
export async function publish(turn: Turn, actor: Actor): Promise<void> {
  const { scene, random, cli } = turn;
  const page = oldOrNew(turn);
  if (page === undefined || scene.change === undefined) return;
  const { revision, digest } = page;
  const inTerminal = random.below(25) === 0;
  const done = inTerminal
    ? (await cli(actor, 'publish', scene.change, '--yes', '--digest', digest)).code === 0
    : await act(scene, actor, 'change.publish', { revision, digest });
  if (done) scene.granted.push({ action: 'change.publish', by: actor, revision });
  if (done && inTerminal) scene.answered = await readAgain(scene);
}

export async function toggle({ scene, move, notes, random }: Turn): Promise<void> {
  const name = random.pick(['bob', 'cat', 'dan', 'eve', 'fay', 'gil', 'robot']);
  const role = random.pick<Role>(['reviewer', 'approver', 'publisher']);
  notes.push({ move, entry: null, what: await scene.troupe.toggle(name, role) });
}

/** Hours or weeks, and not only forward. */
export async function jump(turn: Turn): Promise<void> {
  const hours = turn.random.pick([-30, -1, 1, 25, 24 * 16]);
  turn.jump(hours * 3_600_000);
}
