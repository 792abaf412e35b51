import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointText, noteSigner, privateKeyOfSeed, signNote, verifierKey } from './note.ts';

/** The example of the documentation of Go's golang.org/x/mod/sumdb/note; its signing key is the seed behind the type byte. */
const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const peter = noteSigner('PeterNeumann', privateKeyOfSeed(seed));
const text =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

describe('signed notes', () => {
  it('writes the very bytes of the Go example', () => {
    expect(verifierKey(peter)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect(signNote(text, peter)).toBe(
      `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
    );
  });

  it('signs once for each signer, in order', () => {
    const other = noteSigner('other.example/log', generateKeyPairSync('ed25519').privateKey);
    const lines = signNote('x\n', other, peter).split('\n');
    expect(lines.slice(0, 2)).toEqual(['x', '']);
    expect(lines[2]).toMatch(/^— other\.example\/log /);
    expect(lines[3]).toMatch(/^— PeterNeumann x08go/);
  });

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\nb', 'a\ud800'])('refuses the key name %j', (name) => {
    expect(() => noteSigner(name, privateKeyOfSeed(seed))).toThrow(RangeError);
  });

  it.each(['', 'no newline', 'tab\t\n', 'nul\0\n', 'cr\r\n', '\udc00\n'])('refuses to sign %j', (bad) => {
    expect(() => signNote(bad, peter)).toThrow(RangeError);
  });

  it('refuses other keys, seeds of another length and notes without a signer', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => noteSigner('a', privateKey)).toThrow(RangeError);
    expect(() => privateKeyOfSeed(new Uint8Array(31))).toThrow(RangeError);
    expect(() => signNote('x\n')).toThrow(RangeError);
  });
});

describe('checkpoints', () => {
  const rootHash = new Uint8Array(32).fill(1);
  it('is origin, size, root and extension lines', () => {
    const root = Buffer.from(rootHash).toString('base64');
    expect(checkpointText({ origin: 'a/b', treeSize: 0, rootHash })).toBe(`a/b\n0\n${root}\n`);
    expect(checkpointText({ origin: 'a/b', treeSize: 12, rootHash, extensions: ['x y'] })).toBe(
      `a/b\n12\n${root}\nx y\n`,
    );
  });

  it.each([
    { origin: '', treeSize: 1, rootHash },
    { origin: 'a\nb', treeSize: 1, rootHash },
    { origin: 'a', treeSize: -1, rootHash },
    { origin: 'a', treeSize: 1.5, rootHash },
    { origin: 'a', treeSize: 2 ** 53, rootHash },
    { origin: 'a', treeSize: 1, rootHash: new Uint8Array(31) },
    { origin: 'a', treeSize: 1, rootHash, extensions: [''] },
  ])('refuses %j', (checkpoint) => {
    expect(() => checkpointText(checkpoint)).toThrow(RangeError);
  });
});
