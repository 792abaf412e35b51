import { describe, expect, it } from 'vitest';
import { standingOf } from './standing.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const head = { treeSize: 40, rootHash: '', checkpoint: '', at: '2026-11-27T11:00:00Z' };
const of = (need: number, more: Partial<Parameters<typeof standingOf>[0]>) =>
  standingOf({ need, of: 3, items: [], head: null, unwitnessedSince: null, ...more }, now).word;

describe('how far others vouch for the log', () => {
  it.each([
    ['witnessed', of(2, { head })],
    ['witnessed', of(2, { head, unwitnessedSince: '2026-11-27T11:59:30Z' })],
    ['behind', of(2, { head, unwitnessedSince: '2026-11-27T11:58:00Z' })],
    ['no quorum', of(2, { unwitnessedSince: '2026-11-27T11:58:00Z' })],
    ['being asked', of(2, { unwitnessedSince: '2026-11-27T11:59:59Z' })],
    ['no witnesses', of(1, { of: 0 })],
  ])('%s', (word, said) => {
    expect(said).toBe(word);
  });
});
