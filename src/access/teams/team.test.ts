import { describe, expect, it } from 'vitest';
import { nestingFault, teamNameFault } from './team.ts';

describe('the name of a team', () => {
  it.each(['legal', 'eu-legal-2', 'a', 'x'.repeat(63)])('may be %s', (name) => {
    expect(teamNameFault(name)).toBeUndefined();
  });
  it.each(['', '7', 'Legal', 'a_b', 'a.b', '-a', 'a-', 'a b', 'x'.repeat(64), '__proto__', 'lеgal'])(
    'may not be %j',
    (name) => {
      expect(teamNameFault(name)).toMatch(/^A name /);
    },
  );
});

describe('teams in teams', () => {
  const free = { same: false, innerHasTeams: false, outerIsInside: false };
  it('nest once', () => {
    expect(nestingFault(free)).toBeUndefined();
    expect(nestingFault({ ...free, same: true })).toMatch(/in itself/);
    expect(nestingFault({ ...free, innerHasTeams: true })).toMatch(/nest once/);
    expect(nestingFault({ ...free, outerIsInside: true })).toMatch(/nest once/);
  });
});
