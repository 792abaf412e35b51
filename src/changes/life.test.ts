import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangeState, changeStates, type Stage, stages } from './change.ts';
import { afterAct, type ChangeAct, changeActs, refusalInLife } from './life.ts';

const open: readonly ChangeState[] = ['in_review', 'changes_requested', 'approved'];
const over: readonly ChangeState[] = ['published', 'rejected', 'withdrawn'];
const stageOf = (state: ChangeState): Stage => stages.find((stage) => stage === state) ?? 'open';
const reachableBy = (act: ChangeAct) => changeStates.filter((state) => afterAct(act, state).length > 0);

describe('the life of a change', () => {
  it('has one line an act, and none but these move a change', () => {
    const moving = changeActs.filter((act) =>
      changeStates.some((state) => afterAct(act, state).some((next) => stageOf(next) !== stageOf(state))),
    );
    expect(moving.sort()).toEqual([
      'break_glass.create',
      'change.lapse',
      'change.publish',
      'change.reject',
      'change.submit',
      'change.withdraw',
    ]);
  });

  it('decides only in review, publishes only what is approved, submits only drafts', () => {
    for (const act of ['change.review', 'change.approve', 'change.reject'] as const)
      expect(reachableBy(act)).toEqual(open);
    expect(reachableBy('change.publish')).toEqual(['approved']);
    expect(reachableBy('change.submit')).toEqual(['draft']);
  });

  it('what is over stays over, in whatever order acts come; nothing is published that was not approved before', () => {
    const ordinary = changeActs.filter((act) => act !== 'break_glass.create');
    const step = fc.tuple(fc.constantFrom(...ordinary), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const walked: ChangeState[] = ['draft'];
        for (const [act, choice] of steps) {
          const state = walked.at(-1) ?? 'draft';
          const next = afterAct(act, state);
          // An act out of order is refused at the stage already, with a sentence, unless another state of the stage allows it.
          const refusal = refusalInLife(act, stageOf(state));
          if (next.length === 0) {
            const elsewhere = changeStates.some(
              (other) => stageOf(other) === stageOf(state) && afterAct(act, other).length > 0,
            );
            expect(refusal === null).toBe(elsewhere);
            if (refusal !== null) expect(refusal).toMatch(/^This change .*\.$/);
            continue;
          }
          expect(refusal).toBeNull();
          walked.push(next[choice % next.length] ?? state);
        }
        const end = walked.findIndex((state) => over.includes(state));
        if (end >= 0) expect(new Set(walked.slice(end)).size).toBe(1);
        const published = walked.indexOf('published');
        if (published >= 0) expect(walked[published - 1]).toBe('approved');
        const left = walked.findIndex((state) => state !== 'draft');
        if (left >= 0) expect(walked.slice(left)).not.toContain('draft');
      }),
      { numRuns: 5_000 },
    );
  });

  it('act by act: where it may happen, and what it makes of the change', () => {
    const living: readonly ChangeState[] = ['draft', ...open];
    const everywhere: readonly ChangeState[] = [...living, ...over];
    const stay = 'stays';
    const expected: Record<ChangeAct, readonly [readonly ChangeState[], ChangeState | 'open' | 'stays']> = {
      'change.submit': [['draft'], 'in_review'],
      'change.update': [living, stay],
      'change.review': [open, 'open'],
      'change.approve': [open, 'open'],
      'change.retract': [open, 'open'],
      'change.reject': [open, 'rejected'],
      'change.lapse': [open, 'rejected'],
      'change.withdraw': [living, 'withdrawn'],
      'change.publish': [['approved'], 'published'],
      'change.schedule': [['approved'], stay],
      'change.unschedule': [open, stay],
      'break_glass.create': [living, 'published'],
      'break_glass.review': [['published'], stay],
      'change.comment': [everywhere, stay],
      'comment.withdraw': [everywhere, stay],
      'thread.resolve': [everywhere, stay],
      'thread.reopen': [everywhere, stay],
      'suggestion.accept': [living, stay],
      'change.remind': [open, stay],
      'reviewer.request': [living, stay],
      'reviewer.dismiss': [living, stay],
    };
    for (const act of changeActs) {
      const [states, to] = expected[act];
      expect([act, reachableBy(act)]).toEqual([act, states]);
      for (const state of states) {
        const same = open.includes(state) ? open : [state];
        const after = to === stay ? same : to === 'open' ? open : [to];
        expect([act, state, afterAct(act, state)]).toEqual([act, state, after]);
      }
    }
  });

  it('refuses by stage in words for that stage, and leaves the rest to the verb', () => {
    expect(stages.map((stage) => refusalInLife('change.publish', stage))).toEqual([
      expect.stringContaining('is a draft'),
      null,
      expect.stringContaining('is published'),
      expect.stringContaining('was rejected'),
      expect.stringContaining('was withdrawn'),
    ]);
    expect(refusalInLife('change.submit', 'open')).toContain('in review already');
    expect(refusalInLife('change.submit', 'draft')).toBe(null);
    // Talk goes on at every stage.
    for (const stage of stages) expect(refusalInLife('change.comment', stage)).toBe(null);
    expect(stages.map((stage) => refusalInLife('break_glass.review', stage) === null)).toEqual(
      stages.map((stage) => stage === 'published'),
    );
  });
});
