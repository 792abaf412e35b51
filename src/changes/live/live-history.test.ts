import { describe, expect, it } from 'vitest';
import type { MoveKind } from '../../libraries/index.ts';
import {
  approvalOf,
  type LiveHistory,
  lastApproved,
  liveNow,
  retirementOf,
  standsStill,
} from './live-history.ts';

const history = (...moves: readonly (readonly [MoveKind, number | null])[]): LiveHistory =>
  moves.map(([kind, number], at) => ({
    kind,
    number,
    digest: number === null ? null : `sha256:${number}`,
    change: `chg_${at}`,
    at: new Date(at),
    by: 'per_x',
    entry: null,
  }));

describe('the history of what was live', () => {
  it('knows what is live now', () => {
    expect(liveNow([])).toBeNull();
    expect(liveNow(history(['publish', 1], ['retire', null]))).toBeNull();
    expect(liveNow(history(['publish', 1], ['publish', 2]))).toBe(2);
  });

  it('AT-19: calls a version approved only where it was published or upheld, not where it merely was', () => {
    const emergency = history(['publish', 1], ['break_glass', 2], ['revert', 1]);
    expect(approvalOf(emergency, 1)?.change).toBe('chg_0');
    expect(approvalOf(emergency, 2)).toBeUndefined();
    expect(approvalOf(emergency, 3)).toBeUndefined();
    expect(approvalOf(history(['break_glass', 2], ['uphold', 2]), 2)?.kind).toBe('uphold');
    expect(approvalOf(history(['rollback', 4], ['restore', 4], ['revert', 4]), 4)).toBeUndefined();
  });

  it('goes back past every emergency, to nothing if nothing else was there', () => {
    expect(lastApproved(history(['break_glass', 1]))).toBeUndefined();
    expect(lastApproved(history(['publish', 1], ['break_glass', 2], ['break_glass', 3]))?.number).toBe(1);
    expect(lastApproved(history(['publish', 1], ['retire', null], ['break_glass', 2]))?.number).toBeNull();
    expect(lastApproved(history(['publish', 1], ['break_glass', null]))?.number).toBe(1);
    const restored = history(['publish', 1], ['break_glass', 2], ['retire', null], ['restore', 2]);
    expect(lastApproved(restored)?.kind).toBe('retire');
    expect(lastApproved(history(['publish', 1], ['publish', 2], ['rollback', 1]))?.number).toBe(1);
  });

  it('is retired only while the last move says so', () => {
    expect(retirementOf(history(['publish', 3], ['retire', null]))?.before.number).toBe(3);
    expect(retirementOf(history(['publish', 3], ['publish', 4], ['retire', null]))?.before.number).toBe(4);
    expect(retirementOf(history(['publish', 3], ['retire', null], ['publish', 4]))).toBeUndefined();
    expect(retirementOf(history(['publish', 3], ['publish', null]))).toBeUndefined();
  });

  it('what an emergency brought stands still until something else is live or it is approved', () => {
    expect(standsStill([], null)).toBe(false);
    expect(standsStill(history(['publish', 1], ['break_glass', 2]), 2)).toBe(true);
    expect(standsStill(history(['publish', 1], ['break_glass', 2], ['break_glass', 3]), 2)).toBe(false);
    expect(standsStill(history(['break_glass', 2], ['uphold', 2]), 2)).toBe(false);
    expect(standsStill(history(['publish', 2], ['publish', 3], ['break_glass', 2]), 2)).toBe(false);
    expect(standsStill(history(['publish', 1], ['break_glass', null]), null)).toBe(true);
    expect(standsStill(history(['publish', 1], ['break_glass', null], ['retire', null]), null)).toBe(false);
    expect(standsStill(history(['break_glass', null], ['publish', 1]), null)).toBe(false);
  });

  it('is not retired where there was nothing before', () => {
    expect(retirementOf([])).toBeUndefined();
    expect(retirementOf(history(['retire', null]))).toBeUndefined();
    expect(retirementOf(history(['publish', null], ['retire', null]))).toBeUndefined();
  });
});
