import { describe, expect, it } from 'vitest';
import { isAcceptable, isAccepted } from './rollback.ts';

const root = (byte: number) => new Uint8Array(32).fill(byte);
const shown = { source: '/anchors', lost: { treeSize: 601, rootHash: root(1), note: 'x' } };
const said = { source: 'witness.example/w1', lost: { treeSize: 700, rootHash: undefined, note: undefined } };

describe('a loss that was accepted', () => {
  it('is that very tree, whoever remembers it', () => {
    expect(isAccepted([shown], '/anchors', { treeSize: 601, rootHash: root(1) })).toBe(true);
    expect(isAccepted([shown], 'witness.example/w1', { treeSize: 601, rootHash: root(1) })).toBe(true);
  });

  it('AT-28: is no other loss: another size, or another tree of that size', () => {
    expect(isAccepted([shown], '/anchors', { treeSize: 602, rootHash: root(1) })).toBe(false);
    expect(isAccepted([shown], '/anchors', { treeSize: 601, rootHash: root(2) })).toBe(false);
    expect(isAccepted([], '/anchors', { treeSize: 601, rootHash: root(1) })).toBe(false);
  });

  it('of which nothing was shown is the size that this one named', () => {
    expect(isAccepted([said], said.source, { treeSize: 700, rootHash: undefined })).toBe(true);
    expect(isAccepted([said], said.source, { treeSize: 701, rootHash: undefined })).toBe(false);
    expect(isAccepted([said], 'witness.example/w2', { treeSize: 700, rootHash: undefined })).toBe(false);
  });
});

it('nothing can be accepted of a log that is not there, or an anchor that says nothing', () => {
  const finding = { organization: 'org_1', anchor: '/anchors', summary: '', message: '' } as const;
  expect(isAcceptable({ ...finding, code: 'ledger.missing' })).toBe(false);
  expect(isAcceptable({ ...finding, code: 'ledger.anchor_unreadable' })).toBe(false);
  expect(isAcceptable({ ...finding, code: 'ledger.forked', lost: shown.lost })).toBe(true);
});
