import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntryBundle, encodeEntryBundle, parseTilePath, tilePath, tileWidthAt } from './tile.ts';

describe('paths', () => {
  it.each([
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/2/x001/234.p/5', { level: 2, index: 1234, width: 5 }],
    ['tile/entries/999.p/255', { level: 'entries', index: 999, width: 255 }],
    ['tile/63/x001/000', { level: 63, index: 1000, width: 256 }],
  ] as const)('%s', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/05',
    'tile/0/000.p/256',
    'tile/0/000.p/999',
    '/tile/0/000',
    'tile/0/000/',
    'tile/-1/000',
    'tile/data/000',
    `tile/0/${'x999/'.repeat(9)}999`,
    'tile/0/000\n',
  ])('refuses %j', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it('has one spelling for every tile', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 }));
    const tile = fc.record({ level, index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) });
    fc.assert(
      fc.property(tile, (given) => {
        expect(parseTilePath(tilePath(given))).toEqual(given);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (path) => {
        const parsed = parseTilePath(path);
        return parsed === undefined || tilePath(parsed) === path;
      }),
    );
  });

  it('widths of the tree of 70,000 that tlog-tiles gives as its example', () => {
    expect(tileWidthAt(0, 272, 70_000)).toBe(256);
    expect(tileWidthAt(0, 273, 70_000)).toBe(112);
    expect(tileWidthAt(0, 274, 70_000)).toBe(0);
    expect(tileWidthAt('entries', 273, 70_000)).toBe(112);
    expect(tileWidthAt(1, 0, 70_000)).toBe(256);
    expect(tileWidthAt(1, 1, 70_000)).toBe(17);
    expect(tileWidthAt(2, 0, 70_000)).toBe(1);
    expect(tileWidthAt(3, 0, 70_000)).toBe(0);
  });
});

describe('entry bundles', () => {
  it('puts a big-endian uint16 before each entry', () => {
    expect(encodeEntryBundle([Uint8Array.of(7, 8), new Uint8Array(0)])).toEqual(
      Uint8Array.of(0, 2, 7, 8, 0, 0),
    );
    expect(encodeEntryBundle([new Uint8Array(65_535)]).slice(0, 2)).toEqual(Uint8Array.of(255, 255));
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  it('gives back what it was given, and nothing for a cut bundle', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), fc.nat(), (entries, seed) => {
        const bundle = encodeEntryBundle(entries);
        expect(decodeEntryBundle(bundle)).toEqual(entries.map((entry) => Uint8Array.from(entry)));
        const cut = decodeEntryBundle(bundle.slice(0, seed % (bundle.length + 1)));
        if (cut !== undefined)
          expect(cut).toEqual(entries.slice(0, cut.length).map((entry) => Uint8Array.from(entry)));
      }),
    );
    expect(decodeEntryBundle(Uint8Array.of(0))).toBeUndefined();
    expect(decodeEntryBundle(Uint8Array.of(0, 1))).toBeUndefined();
  });
});
