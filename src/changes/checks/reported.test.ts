import { describe, expect, it } from 'vitest';
import { type CheckReport, checkNamePattern, reportedChecks } from './reported.ts';

const noon = new Date('2026-11-01T12:00:00Z');
const later = (ms: number) => new Date(noon.getTime() + ms);
const report = (more: Partial<CheckReport> = {}): CheckReport => ({
  ...{ id: 'chk_1', name: 'evaluations', digest: 'sha256:now', state: 'passed', detail: 'All well.' },
  ...{ link: null, validUntil: null, by: 'app_1', at: noon, entry: 'ent_1' },
  ...more,
});
const found = (reports: readonly CheckReport[], required: readonly string[] = ['evaluations'], now = noon) =>
  reportedChecks(reports, { digest: 'sha256:now', required, now });

describe('a check that others make', () => {
  it('is what its newest report for exactly these bytes says', () => {
    expect(found([report()])).toEqual([
      {
        ...{ name: 'evaluations', state: 'passed', required: true, detail: 'All well.', findings: [] },
        source: { kind: 'reported', by: 'app_1', at: noon, link: null, validUntil: null },
      },
    ]);
    for (const state of ['failed', 'errored'] as const)
      expect(found([report({ state }), report()])).toMatchObject([{ state }]);
    expect(found([report({ digest: 'sha256:x', state: 'failed' }), report()])).toMatchObject([
      { state: 'passed' },
    ]);
  });

  it('AT-16: has not passed when nobody reported it', () => {
    expect(found([])).toMatchObject([{ state: 'missing', required: true, source: null, findings: [] }]);
    expect(found([report({ name: 'other' })])).toMatchObject([
      { name: 'evaluations', state: 'missing' },
      { name: 'other', state: 'passed', required: false },
    ]);
  });

  it('AT-16: is stale for other bytes, and from the end of its time on', () => {
    expect(found([report({ digest: 'sha256:before' })])).toMatchObject([
      { state: 'stale', detail: expect.stringContaining('other bytes') },
    ]);
    const until = [report({ validUntil: later(1) })];
    expect(found(until)).toMatchObject([{ state: 'passed' }]);
    for (const ms of [1, 2])
      expect(found(until, [], later(ms))).toMatchObject([
        { state: 'stale', detail: expect.stringContaining('expired') },
      ]);
  });

  it('stands once under its name, in order, and is asked for only where a rule does', () => {
    const reports = [report({ name: 'b' }), report({ name: 'a' }), report({ name: 'b', state: 'failed' })];
    expect(found(reports, ['b', 'b']).map(({ name, required, state }) => [name, required, state])).toEqual([
      ['a', false, 'passed'],
      ['b', true, 'passed'],
    ]);
  });

  it('is never one of the server’s own: a rule that names such asks for nothing more', () => {
    expect(found([], ['parses', 'secrets'])).toEqual([]);
  });
});

it('a check’s name is short, lower case, and starts with a letter', () => {
  for (const name of ['a', 'eval_2-x', `a${'b'.repeat(62)}`]) expect(name).toMatch(checkNamePattern);
  for (const name of ['', '1a', '_a', 'A', 'a b', 'é', `a${'b'.repeat(63)}`, 'a\n', '-a', ' a'])
    expect(name).not.toMatch(checkNamePattern);
});
