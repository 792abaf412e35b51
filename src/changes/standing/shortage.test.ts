import { describe, expect, it } from 'vitest';
import type { RequiredStage } from '../requirement/requirement.ts';
import { factsOf, requiring, rosterOf, stageOf } from './facts.fixture.ts';
import { isLocked } from './shortage.ts';

const team = (name: string) => [{ by: 'team' as const, name }];
const locked = (...stages: readonly RequiredStage[]) =>
  isLocked(factsOf({ requirement: requiring(...stages) }));

describe('a requirement is locked', () => {
  it('when a team is gone, a file cannot be read, or no number is asked', () => {
    expect(locked(stageOf({ from: team('gone') }))).toBe(true);
    expect(locked(stageOf({ broken: 'cannot be read' }))).toBe(true);
    expect(locked(stageOf({ need: 0 }))).toBe(true);
    // However well the others stand.
    expect(locked(stageOf(), stageOf({ name: 'more', broken: 'cannot be read' }))).toBe(true);
  });

  it('when everybody together is too few, each in one place', () => {
    expect(locked(stageOf({ need: 6 }))).toBe(false);
    expect(locked(stageOf({ need: 7 }))).toBe(true);
    expect(locked(stageOf({ need: 3 }), stageOf({ name: 'more', need: 3 }))).toBe(false);
    expect(locked(stageOf({ need: 3 }), stageOf({ name: 'more', need: 4 }))).toBe(true);
  });

  it('when nobody who is asked may decide', () => {
    const roster = rosterOf({ people: new Map([['a@example.com', 'per_left']]) });
    const requirement = requiring(stageOf({ from: [{ by: 'person', name: 'a@example.com' }] }));
    expect(isLocked(factsOf({ requirement, roster }))).toBe(true);
  });

  it('not when its authors alone stand in the way: somebody else can propose it', () => {
    const roster = rosterOf({ teams: new Map([['legal', new Set(['per_1'] as const)]]) });
    const requirement = requiring(stageOf({ from: team('legal') }));
    expect(isLocked(factsOf({ requirement, roster, contributors: new Set(['per_1']) }))).toBe(false);
  });
});
