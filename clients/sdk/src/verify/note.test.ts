import { describe, expect, it } from 'vitest';
import {
  base64,
  sampleCheckpoint,
  sampleKey,
  sampleLeaves,
  sampleOrigin,
  sampleRoot,
  sampleWitness,
} from '../../../../test/support/sample-log.ts';
import { openCheckpoint, organizationOf, parseCheckpoint } from './checkpoint.ts';
import { parseNote, parseVerifierKey, verifyNote } from './note.ts';
import { answering } from './refusal.ts';

/** The example of the documentation of Go's golang.org/x/mod/sumdb/note. */
const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const peterText =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const peterLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const peterNote = `${peterText}\n${peterLine}`;

const reasonOf = async (checks: () => Promise<unknown>): Promise<unknown> => {
  const answer = await answering(checks);
  return typeof answer === 'object' && answer !== null && 'reason' in answer ? answer.reason : 'accepted';
};

describe('signed notes', () => {
  const peter = parseVerifierKey(peterKey);
  const witness = parseVerifierKey(sampleWitness.vkey);

  it('accepts the Go example', async () => {
    expect(await verifyNote(peterNote, [peter])).toBe(peterText);
  });

  it('ignores signatures of unknown keys, but not a bad one of a known key', async () => {
    const unknown = sampleWitness.signatureLine('something else\n');
    expect(await verifyNote(`${peterText}\n${unknown}${peterLine}`, [peter])).toBe(peterText);
    expect(await reasonOf(() => verifyNote(`${peterText}\n${unknown}${peterLine}`, [peter, witness]))).toBe(
      'note.bad_signature',
    );
    expect(await reasonOf(() => verifyNote(`${peterText}\n${unknown}`, [peter]))).toBe('note.unsigned');
  });

  it('ignores a known name with another key id', async () => {
    const line = sampleWitness.signatureLine(peterText).replace(sampleWitness.name, 'PeterNeumann');
    expect(await verifyNote(`${peterText}\n${line}${peterLine}`, [peter])).toBe(peterText);
    expect(await reasonOf(() => verifyNote(`${peterText}\n${line}`, [peter]))).toBe('note.unsigned');
  });

  it('splits at the last blank line', async () => {
    const text = 'a\n\nb\n\n';
    expect(await verifyNote(`${text}\n${sampleWitness.signatureLine(text)}`, [witness])).toBe(text);
  });

  it.each([
    peterText,
    `${peterText}\n`,
    peterNote.slice(0, -1),
    peterNote.replace('— ', '- '),
    peterNote.replace('— ', '—  '),
    peterNote.replace('nAM=\n', 'nAN=\n'),
    peterNote.replace('nAM=\n', 'nAM= \n'),
    peterNote.replace('\n', '\r\n'),
    peterNote.replace('you', '\0you'),
    `${peterNote.slice(0, -1)}\ud800\n`,
    `x\n\n— a AAAAAA==\n`,
    `x\n\n${peterLine.repeat(65)}`,
  ])('refuses %j as malformed', async (note) => {
    expect(await reasonOf(async () => parseNote(note))).toBe('note.malformed');
  });

  it('refuses every change of one character of text or signature', async () => {
    for (let at = 0; at < peterNote.length; at += 1) {
      const other = peterNote[at] === 'A' ? 'B' : 'A';
      const changed = peterNote.slice(0, at) + other + peterNote.slice(at + 1);
      expect(await reasonOf(() => verifyNote(changed, [peter]))).not.toBe('accepted');
    }
  });

  it('refuses every change of one character of a key', async () => {
    for (let at = 0; at < peterKey.length; at += 1) {
      const other = peterKey[at] === 'a' ? 'b' : 'a';
      const changed = peterKey.slice(0, at) + other + peterKey.slice(at + 1);
      expect(await reasonOf(async () => parseVerifierKey(changed))).toBe('key.malformed');
    }
  });
});

describe('checkpoints', () => {
  const root = base64(sampleRoot([]));
  const key = parseVerifierKey(sampleKey.vkey);

  it('opens a signed one, with witnesses beside', async () => {
    const leaves = sampleLeaves(3);
    const opened = await openCheckpoint(sampleCheckpoint(leaves, 3, [sampleWitness, sampleKey]), key);
    expect(opened).toMatchObject({ origin: sampleOrigin, treeSize: 3 });
  });

  it('refuses one of another log that the same key signed', async () => {
    const text = `other.example/ledger/org_x\n0\n${root}\n`;
    expect(await reasonOf(() => openCheckpoint(`${text}\n${sampleKey.signatureLine(text)}`, key))).toBe(
      'checkpoint.other_log',
    );
  });

  it('reads extension lines and leaves them out', () => {
    expect(parseCheckpoint(`a\n0\n${root}\nmore\n`)).toMatchObject({ origin: 'a', treeSize: 0 });
  });

  it.each([
    `a\n0\n${root}`,
    `a\n0\n`,
    `\n0\n${root}\n`,
    `a\n00\n${root}\n`,
    `a\n-1\n${root}\n`,
    `a\n1e3\n${root}\n`,
    `a\n9007199254740992\n${root}\n`,
    `a\n1\n${root.slice(4)}\n`,
    `a\n0\n${base64(new Uint8Array(32))}\n`,
    `a\n0\n${root}\n\nx\n`,
  ])('refuses %j', async (text) => {
    expect(await reasonOf(async () => parseCheckpoint(text))).toBe('checkpoint.malformed');
  });

  it('takes the organization from the origin', async () => {
    expect(organizationOf('h.example:4180/ledger/org_1a')).toBe('org_1a');
    for (const origin of ['h.example', 'h.example/northwind', 'h/org_', 'h/org_a/', 'h/org_a-b'])
      expect(await reasonOf(async () => organizationOf(origin))).toBe('log.unbound');
  });
});
