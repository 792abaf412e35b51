import type { GitClient } from '../support/git-client.ts';
import type { TestHouse } from '../support/house.ts';
import { textAt } from '../support/house.ts';
import { promptText } from '../support/proposals.ts';
import type { Turn } from './moves.ts';
import * as moves from './moves.ts';
import { look, type Noted, type Scene } from './scene.ts';
import type { Actor, Troupe } from './troupe.ts';

export interface Walker {
  readonly house: TestHouse;
  readonly troupe: Troupe;
  readonly git: GitClient;
  readonly random: Turn['random'];
  readonly cli: Turn['cli'];
  readonly jump: Turn['jump'];
  /** What has happened so far, of all sequences. */
  readonly notes: Noted[];
  readonly nextMove: () => number;
}

const longest = 16;

/** One sequence: a change from its branch on, by moves that lead somewhere and moves that should not. @returns whether it got published */
export async function walkOnce(walker: Walker, name: string): Promise<boolean> {
  const scene = await begin(walker, name);
  const stateNow = () => scene.pages.at(-1)?.state;
  for (let step = 0; step < longest && stateNow() !== 'published'; step += 1) {
    const turn = { ...walker, scene, move: walker.nextMove() };
    const roll = walker.random.below(11);
    const isStorm = roll === 0 && scene.change !== undefined;
    if (isStorm) await storm(turn);
    else await (roll < 3 ? anything(turn) : forward(turn, stateNow()));
    await look(scene, turn.move, walker.notes, isStorm);
  }
  return stateNow() === 'published';
}

async function begin({ house, troupe, notes, nextMove }: Walker, name: string): Promise<Scene> {
  const author = troupe.actor('ann');
  const params = { library: troupe.library };
  const main = textAt(await house.done(author.key, 'branch.create', { params, body: { name } }), 'head');
  const text = promptText(name);
  const path = `${name}.prompt`;
  const files = [{ path, text }];
  const body = { branch: name, expectedHead: main, message: name, files };
  const head = textAt(await house.done(author.key, 'commit.create', { params, body }), 'head');
  const what = { type: 'revision', revision: head, from: null, human: author.human, text } as const;
  notes.push({ move: nextMove(), entry: null, what });
  return {
    house,
    troupe,
    branch: name,
    path,
    head,
    change: undefined,
    pages: [],
    granted: [],
    known: new Set(),
    answered: undefined,
  };
}

/** Somebody at random, or more often somebody for whom this is their work. */
function somebody({ scene, random }: Turn, ...likely: readonly string[]): Actor {
  const { troupe } = scene;
  return random.below(4) === 0 ? random.pick(troupe.actors) : troupe.actor(random.pick(likely));
}

/** What the change waits for, most likely. */
async function forward(turn: Turn, state: string | undefined): Promise<void> {
  if (turn.scene.change === undefined) return moves.open(turn, somebody(turn, 'ann', 'bob'));
  if (state === 'draft') return moves.submit(turn, somebody(turn, 'ann'));
  if (state === 'approved') return moves.publish(turn, somebody(turn, 'fay'));
  return turn.scene.pages.at(-1)?.waitsFor === 'review'
    ? moves.review(turn, somebody(turn, 'cat', 'dan'), 'endorse')
    : moves.approve(turn, somebody(turn, 'dan', 'eve', 'gil'));
}

async function anything(turn: Turn): Promise<void> {
  const { random } = turn;
  const roll = random.below(15);
  if (roll < 3) return moves.edit(turn, somebody(turn, 'ann', 'bob', 'robot'));
  if (roll < 4) return moves.push(turn, somebody(turn, 'bob', 'robot'));
  if (roll < 5) return moves.pushToMain(turn, turn.scene.troupe.actor('gil'));
  if (roll < 8) return moves.jump(turn);
  if (roll < 12) return moves.toggle(turn);
  if (turn.scene.change === undefined) return moves.open(turn, somebody(turn, 'gil', 'robot'));
  if (roll < 13) return moves.review(turn, somebody(turn, 'cat'), 'request_changes');
  if (roll < 14) return moves.retract(turn, somebody(turn, 'dan', 'eve', 'cat'));
  return moves.publish(turn, somebody(turn, 'gil', 'robot'));
}

/** Everybody at once, nobody more than once. */
async function storm(turn: Turn): Promise<void> {
  const { random, scene } = turn;
  const from = scene.head;
  const acts: readonly (() => Promise<void>)[] = [
    () => moves.edit(turn, scene.troupe.actor(random.pick(['ann', 'bob', 'gil'])), from),
    () => moves.publish(turn, scene.troupe.actor('fay')),
    () => moves.publish(turn, scene.troupe.actor('gil')),
    () => moves.approve(turn, scene.troupe.actor('eve')),
    () => moves.approve(turn, scene.troupe.actor('dan')),
    () => moves.review(turn, scene.troupe.actor('cat'), 'endorse'),
    () => moves.retract(turn, scene.troupe.actor('bob')),
    () => moves.approve(turn, scene.troupe.actor('robot')),
  ];
  await Promise.all(acts.filter(() => random.below(2) === 0).map((act) => act()));
}
