import { at, listAt, type Reply, type TestHouse, textAt } from '../support/house.ts';
import type { Decision, Happening } from './oracle.ts';
import type { Actor, Troupe } from './troupe.ts';

/** What somebody saw on a change's page, to be sent back at once or much later. */
export interface Page {
  readonly revision: string;
  readonly digest: string;
  readonly shown: string;
  readonly state: string;
  /** The kind of the first stage that is not satisfied. */
  readonly waitsFor: unknown;
}

type Kind = Decision['kind'];

/** What was asked of the server and granted, until the change's history says in which entry it is. */
interface Granted {
  readonly action: string;
  readonly by: Actor;
  readonly revision: string;
  readonly kind?: Kind;
}

/** One change from its first branch on, and what the walk knows of it. */
export interface Scene {
  readonly house: TestHouse;
  readonly troupe: Troupe;
  readonly branch: string;
  readonly path: string;
  head: string;
  change: string | undefined;
  /** Pages as people saw them, newest last. */
  readonly pages: Page[];
  readonly granted: Granted[];
  /** Entries of the change's history that have been taken over. */
  readonly known: Set<string>;
  /** The page as the last act that was granted answered it, until it is looked at. */
  answered: unknown;
}

/** A happening, with the move in which it came about and its entry, by which those of one move are put in order. */
export interface Noted {
  readonly move: number;
  readonly entry: string | null;
  readonly what: Happening;
}

/** Calls an operation as somebody. A crash fails the walk wherever it happens. */
export async function attempt(scene: Scene, actor: Actor, operation: string, input: object): Promise<Reply> {
  const reply = await scene.house.call(actor.key, operation, input);
  if (reply.status >= 500)
    throw new Error(`${operation} by ${actor.name} answered ${reply.status}: ${reply.text}`);
  return reply;
}

/** As `attempt`, for what one does to the change. */
export async function act(
  scene: Scene,
  actor: Actor,
  operation: string,
  body: object = {},
): Promise<boolean> {
  if (scene.change === undefined) return false;
  const reply = await attempt(scene, actor, operation, { params: { change: scene.change }, body });
  if (reply.status >= 300) return false;
  scene.answered = reply.body;
  return true;
}

/** The change as everybody may read it now. */
export async function readAgain({ house, change }: Scene): Promise<unknown> {
  if (change === undefined) return undefined;
  return house.done(house.northwind.people.auditor.key, 'change.read', { params: { change } });
}

/**
 * Takes over what the change's history says has happened in a move, from the page as the move was answered, or read `anew` where several
 * were answered. Where nothing was granted nothing has happened.
 */
export async function look(scene: Scene, move: number, notes: Noted[], anew: boolean): Promise<void> {
  const { troupe, change, answered } = scene;
  scene.answered = undefined;
  if (change === undefined || (!anew && answered === undefined)) return;
  const page = anew ? await readAgain(scene) : answered;
  for (const act of listAt(page, 'history')) {
    const entry = textAt(act, 'entry');
    if (scene.known.has(entry)) continue;
    scene.known.add(entry);
    const by = troupe.actors.find(({ id }) => id === textAt(act, 'by', 'id'));
    const atMs = Date.parse(textAt(act, 'at'));
    const what = by && (await happening(scene, change, { action: textAt(act, 'action'), by, atMs }));
    if (what !== undefined) notes.push({ move, entry, what });
  }
  const unseen = scene.granted.splice(0);
  if (unseen.length > 0) throw new Error(`granted, and not in the history: ${JSON.stringify(unseen)}`);
  scene.pages.push({
    revision: textAt(page, 'revision'),
    digest: textAt(page, 'digest'),
    shown: textAt(page, 'shown'),
    state: textAt(page, 'state'),
    waitsFor: at(
      listAt(page, 'requirement', 'stages').find((stage) => at(stage, 'satisfied') === false),
      'kind',
    ),
  });
}

async function happening(
  scene: Scene,
  change: string,
  { action, by, atMs }: { readonly action: string; readonly by: Actor; readonly atMs: number },
): Promise<Happening | undefined> {
  const { human } = by;
  if (action === 'change.create') return { type: 'asked', change, human };
  if (!['change.review', 'change.approve', 'change.retract', 'change.publish'].includes(action))
    return undefined;
  const at = scene.granted.findIndex((one) => one.action === action && one.by.id === by.id);
  const [request] = at < 0 ? [] : scene.granted.splice(at, 1);
  if (request === undefined)
    throw new Error(`${action} by ${by.name} is in the history, and nobody asked for it`);
  const { revision, kind } = request;
  if (action === 'change.retract') return { type: 'retract', change, human };
  if (action === 'change.publish')
    return { type: 'publish', change, by: by.id, revision, live: await liveText(scene), atMs };
  if (kind === undefined) throw new Error('a decision has a kind');
  return { type: 'decision', change, human, app: by.id !== human, kind, revision, atMs };
}

/** What everybody gets of the scene's file in production. */
async function liveText({ house, troupe, path }: Scene): Promise<string> {
  const asset = await house.done(house.northwind.people.viewer.key, 'asset.read', {
    params: { library: troupe.library },
    query: { path, ref: '@production' },
  });
  return textAt(asset, 'text');
}
