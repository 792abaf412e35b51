import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from './asset.ts';
import { assetDifferences, changeDigest, textOf } from './comparison.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const asset = (path: string, text: string | null) => ({
  path,
  head: text === null ? null : { text, digest: digestOf(bytes(text)) },
});

describe('the digest of a change', () => {
  it('is the one that docs and clients can compute themselves', () => {
    const digest = digestOf(bytes('x'));
    const canonical = `{"assets":[["a.prompt","${digest}"],["b.prompt","deleted"]],"format":"countersign.change/1"}`;
    expect(changeDigest([asset('a.prompt', 'x'), asset('b.prompt', null)])).toBe(digestOf(bytes(canonical)));
  });

  it('changes with every byte, path and deletion', () => {
    const content = fc.array(fc.tuple(fc.string(), fc.option(fc.string())), { maxLength: 4 });
    fc.assert(
      fc.property(content, content, (one, other) => {
        const digests = [one, other].map((files) =>
          changeDigest(files.map(([path, text]) => asset(path, text))),
        );
        expect(digests[0] === digests[1]).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});

describe('differences with texts', () => {
  it('keep a byte order mark, and give digests over the bytes', () => {
    const contents = new Map([['1', bytes('\uFEFFx')]]);
    const file = { mode: '100644' as const, oid: '1' };
    const [added] = assetDifferences([{ path: 'a', before: undefined, after: file }], contents);
    expect(added).toEqual({
      path: 'a',
      status: 'added',
      base: null,
      head: { text: '\uFEFFx', digest: digestOf(bytes('\uFEFFx')) },
    });
    expect(textOf(Uint8Array.of(0xff))).toBe('\uFFFD');
  });
});
