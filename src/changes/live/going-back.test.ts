import { expect, it } from 'vitest';
import type { LiveMove, MoveKind } from '../../libraries/index.ts';
import { approvedToGoBackTo, type RollbackInput } from './going-back.ts';

const move = (kind: MoveKind, number: number | null): LiveMove => ({
  ...{ kind, number, digest: number === null ? null : `sha256:${number}`, change: `chg_${number}` },
  ...{ at: new Date(0), by: 'per_x', entry: null },
});
const history = [move('publish', 1), move('publish', 2), move('break_glass', 3), move('publish', 4)];
const back = (version: number, from?: RollbackInput['from'], moves = history) =>
  approvedToGoBackTo({ version, from, path: 'a.prompt', environment: 'production' }, moves);
const refusal = (reason: string) =>
  expect.objectContaining({ code: `rollback.create.${reason}`, status: 409 });

it('goes back to what was approved there, exactly those bytes', () => {
  expect(back(1)).toEqual(history[0]);
  expect(back(2, 4)).toMatchObject({ number: 2, digest: 'sha256:2', change: 'chg_2' });
  expect(back(2, null, [...history, move('retire', null)])).toMatchObject({ number: 2 });
});

it('AT-19: not to what was only an emergency, nor to what was never there or has no bytes', () => {
  for (const version of [3, 5]) expect(() => back(version)).toThrow(refusal('not_approved_there'));
  const gone = [{ ...move('publish', 1), digest: null }, move('publish', 2)];
  expect(() => back(1, undefined, gone)).toThrow(refusal('not_approved_there'));
});

it('not to what is live already', () => {
  expect(() => back(4)).toThrow(refusal('live_already'));
});

it('not once the environment has moved from what was seen', () => {
  expect(() => back(1, 2)).toThrow(refusal('moved_on'));
  expect(() => back(1, 2)).toThrow('version 4 is live there');
  expect(() => back(1, null)).toThrow(refusal('moved_on'));
  const retired = [...history, move('retire', null)];
  expect(() => back(1, 4, retired)).toThrow('nothing is live there');
  expect(() => back(1, 4, retired)).toThrow(expect.objectContaining({ more: { live: null } }));
});
