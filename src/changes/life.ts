import type { ChangeState, Stage } from './change.ts';

/** While a change is open, its decisions say which of these it is in (docs/decisions/0005). */
const open = ['in_review', 'changes_requested', 'approved'] as const satisfies readonly ChangeState[];
const everywhere = ['draft', ...open, 'published', 'rejected', 'withdrawn'] as const;
const living = ['draft', ...open] as const;

/** From each of these states to where: one state, or what the decisions make of it. */
type Way = Partial<Record<ChangeState, readonly ChangeState[]>>;

const from = (states: readonly ChangeState[], to: readonly ChangeState[]): Way =>
  Object.fromEntries(states.map((state) => [state, to]));
/** The act leaves a change where it is; only new bytes or new decisions move it between the open states. */
const stays = (states: readonly ChangeState[]): Way =>
  Object.fromEntries(states.map((state) => [state, open.some((one) => one === state) ? open : [state]]));

/**
 * The life of a change, whole: act by act, the states it may start from and the states it may lead to. What is not in here does not
 * happen. A new act that moves or marks a change gets its line here first.
 */
const life = {
  'change.submit': { draft: ['in_review'] },
  'change.update': stays(living),
  'change.review': from(open, open),
  'change.approve': from(open, open),
  'change.retract': from(open, open),
  'change.reject': from(open, ['rejected']),
  /** By itself, when the time of a stage ran out. */
  'change.lapse': from(open, ['rejected']),
  'change.withdraw': from(living, ['withdrawn']),
  'change.publish': { approved: ['published'] },
  'change.schedule': stays(['approved']),
  'change.unschedule': stays(open),
  // An emergency goes around the decisions; its review comes after, and the change stays published whatever it says.
  'break_glass.create': from(living, ['published']),
  'break_glass.review': stays(['published']),
  'change.comment': stays(everywhere),
  'comment.withdraw': stays(everywhere),
  'thread.resolve': stays(everywhere),
  'thread.reopen': stays(everywhere),
  'suggestion.accept': stays(living),
  'change.remind': stays(open),
  'reviewer.request': stays(living),
  'reviewer.dismiss': stays(living),
} as const satisfies Record<string, Way>;

export type ChangeAct = keyof typeof life;

/** True when `name` is an act in the life of a change. */
const isAct = (name: string): name is ChangeAct => Object.hasOwn(life, name);
export const changeActs: readonly ChangeAct[] = Object.keys(life).filter(isAct);

const statesOf: Record<Stage, readonly ChangeState[]> = {
  draft: ['draft'],
  open,
  published: ['published'],
  rejected: ['rejected'],
  withdrawn: ['withdrawn'],
};

/** The states that an act may lead to from a state; empty when it cannot happen there. */
export function afterAct(act: ChangeAct, state: ChangeState): readonly ChangeState[] {
  const way: Way = life[act];
  return way[state] ?? [];
}

/**
 * Whether the life of a change forbids an act at this stage; if so, the sentence that says why. At a stage that has several states
 * an act goes on when one of them allows it: its verb then derives the state under the lock and says what is missing.
 */
export function refusalInLife(act: ChangeAct, stage: Stage): string | null {
  if (statesOf[stage].some((state) => afterAct(act, state).length > 0)) return null;
  return sentences[stage];
}

const sentences: Record<Stage, string> = {
  draft: 'This change is a draft. Submit it for review first.',
  open: 'This change is in review already.',
  published: 'This change is published. Open a new change to alter what it brought.',
  rejected: 'This change was rejected. Open a new change with a better proposal.',
  withdrawn: 'This change was withdrawn. Open a new change from its branch.',
};
