import { describe, expect, it } from 'vitest';
import { parseReference } from '../asset.ts';
import { type EnvironmentRow, environmentNameFault, environmentsFrom } from './environment.ts';

const row = (name: string, more: Partial<EnvironmentRow> = {}): EnvironmentRow => ({
  name,
  displayName: name,
  description: '',
  protected: true,
  position: 15,
  retired: false,
  ...more,
});
const names = (rows: readonly EnvironmentRow[]) => environmentsFrom(rows).map(({ name }) => name);

describe('the environments of an organization', () => {
  it('are staging and production where nobody has said anything', () => {
    expect(names([])).toEqual(['staging', 'production']);
  });
  it('are those and what rows add, by position and then by name', () => {
    expect(names([row('qa'), row('canary'), row('late', { position: 99 })])).toEqual([
      'staging',
      'canary',
      'qa',
      'production',
      'late',
    ]);
  });
  it('a row takes a default’s place, and a retired one hides it', () => {
    expect(environmentsFrom([row('staging', { displayName: 'Rehearsal' })])).toHaveLength(2);
    expect(environmentsFrom([row('staging', { displayName: 'Rehearsal' })])[0]).toMatchObject({
      displayName: 'Rehearsal',
    });
    expect(names([row('staging', { retired: true }), row('qa', { retired: true })])).toEqual(['production']);
  });
});

describe('the name of an environment', () => {
  it.each(['qa', 'eu-west-1', 'staging', 'a', 'x'.repeat(63)])(
    'may be %s, and a reference means it',
    (name) => {
      expect(environmentNameFault(name)).toBeUndefined();
      expect(parseReference(`library/prompt@${name}`)).toMatchObject({
        ok: true,
        reference: { selector: { type: 'environment', name } },
      });
    },
  );
  it.each([
    '7',
    '7th',
    'branch',
    'branches',
    'branch-x',
    'sha256',
    'sha256-of',
    '',
    'QA',
    'a_b',
    'a.b',
    '-a',
    'a-',
    'a b',
    'x'.repeat(64),
    '__proto__',
  ])('may not be %j', (name) => {
    expect(environmentNameFault(name)).toMatch(/^(A name|Names) /);
  });
});
