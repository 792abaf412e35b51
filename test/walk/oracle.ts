/**
 * What must have been true whenever something was published, written without a look at `src/changes`: over what the walk wrote down
 * itself, in the order of the ledger.
 */

type Kind = 'endorse' | 'request_changes' | 'approve';

export interface Decision {
  readonly type: 'decision';
  readonly change: string;
  readonly human: string;
  /** Whether an app sent it. */
  readonly app: boolean;
  readonly kind: Kind;
  readonly revision: string;
  readonly atMs: number;
}

export interface Publication {
  readonly type: 'publish';
  readonly change: string;
  readonly by: string;
  readonly revision: string;
  /** What everybody gets in production from then on. */
  readonly live: string;
  readonly atMs: number;
}

/** What happened, as the walk knows it. `human` is who answers for the key that was used; roles are held by people and by apps. */
export type Happening =
  | { readonly type: 'role'; readonly holder: string; readonly role: string; readonly held: boolean }
  | { readonly type: 'asked'; readonly change: string; readonly human: string }
  | {
      readonly type: 'revision';
      readonly revision: string;
      /** What it was written on; null for what is published. */
      readonly from: string | null;
      readonly human: string;
      readonly text: string;
    }
  | Decision
  | { readonly type: 'retract'; readonly change: string; readonly human: string }
  | Publication;

/** What a library asks for beside one endorsement: so many approvals, none older than that. */
export interface Rule {
  readonly approvals: number;
  readonly validForMs: number;
}

/** The default of design.md §4. */
export const plainRule: Rule = { approvals: 1, validForMs: Number.POSITIVE_INFINITY };

class World {
  readonly roles = new Set<string>();
  readonly texts = new Map<string, string>();
  /** Humans who contributed bytes to a revision, since the last published version. */
  readonly writers = new Map<string, ReadonlySet<string>>();
  readonly askers = new Map<string, string>();
  decisions: readonly Decision[] = [];

  holds = (holder: string, ...any: readonly string[]) =>
    any.some((role) => this.roles.has(`${holder} ${role}`));
}

/** Sentences, one for each publication that should not have been, and for each decision of an app. */
export function unlawful(happenings: readonly Happening[], rule = plainRule): string[] {
  const world = new World();
  const found: string[] = [];
  for (const one of happenings) {
    const why = one.type === 'publish' ? refusal(one, world, rule) : take(one, world);
    if (why !== null) found.push(why);
  }
  return found;
}

function take(one: Exclude<Happening, Publication>, world: World): string | null {
  if (one.type === 'role') {
    const role = `${one.holder} ${one.role}`;
    if (one.held) world.roles.add(role);
    else world.roles.delete(role);
  } else if (one.type === 'asked') world.askers.set(one.change, one.human);
  else if (one.type === 'revision') {
    world.texts.set(one.revision, one.text);
    const before = one.from === null ? [] : (world.writers.get(one.from) ?? []);
    world.writers.set(one.revision, new Set([...before, one.human]));
  } else if (one.type === 'decision') {
    world.decisions = [...world.decisions, one];
    return one.app ? `${one.change}: an app decided (${one.kind})` : null;
  } else
    world.decisions = world.decisions.filter(
      ({ change, human }) => change !== one.change || human !== one.human,
    );
  return null;
}

/** Why a publication should not have been, or null. */
function refusal(publication: Publication, world: World, rule: Rule): string | null {
  const { change, by, revision, live, atMs } = publication;
  const text = world.texts.get(revision);
  const no = (why: string) => `${change} at ${revision.slice(0, 8)}: ${why}`;
  if (text === undefined) return no('nobody wrote this revision');
  if (text !== live) return no('what is live is not what this revision held');
  if (!world.holds(by, 'publisher')) return no('it was published by somebody who is no publisher');
  // Whoever wrote or asked for it does not count, nor does a word about other bytes.
  const words = world.decisions.filter(
    (one) =>
      one.change === change &&
      world.texts.get(one.revision) === text &&
      !world.writers.get(revision)?.has(one.human) &&
      world.askers.get(change) !== one.human,
  );
  const reviews = new Map<string, Decision>();
  for (const one of words)
    if (one.kind !== 'approve' && world.holds(one.human, 'reviewer', 'approver')) reviews.set(one.human, one);
  const latest = [...reviews.values()];
  if (latest.some((one) => one.kind === 'request_changes' && one.revision === revision))
    return no('somebody had requested changes to it');
  const endorsers = latest.filter((one) => one.kind === 'endorse').map((one) => one.human);
  const fresh = words.filter((one) => one.kind === 'approve' && atMs - one.atMs <= rule.validForMs);
  const approvers = new Set(fresh.map((one) => one.human).filter((human) => world.holds(human, 'approver')));
  // One human fills one place.
  const enough = endorsers.some(
    (one) => approvers.size - (approvers.has(one) ? 1 : 0) >= Math.max(1, rule.approvals),
  );
  return enough
    ? null
    : no(`too few eligible, distinct humans: ${endorsers.length} endorsed, ${approvers.size} approved`);
}
