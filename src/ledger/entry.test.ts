import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntry } from '../../clients/sdk/src/verify.ts';
import { newId } from '../platform/id.ts';
import { completeEntry, type EntryDraft, entryOf, leafBytes, maxEntryBytes } from './entry.ts';

const organization = newId('org');
const at = new Date('2026-11-23T10:00:00.007Z');
const base: EntryDraft = {
  organization,
  action: 'change.approve',
  actor: { kind: 'person', id: newId('per'), credential: { kind: 'session', id: 'ses_1' } },
  subject: { kind: 'change', id: newId('chg') },
  data: { digest: 'sha256:00', list: [1, null, { deep: true }] },
};

describe('an entry', () => {
  it('is read back from its leaf as it was, whatever its data', () => {
    fc.assert(
      fc.property(
        fc
          .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: false }))
          .filter((data) => !JSON.stringify(data).includes('__proto__')),
        (data) => {
          const plain: EntryDraft['data'] = JSON.parse(JSON.stringify(data, safeNumbers));
          const entry = completeEntry({ ...base, data: plain }, newId('ent'), at);
          const leaf = leafBytes(entry);
          expect(entryOf(leaf)).toEqual(entry);
          expect(leafBytes(entryOf(leaf))).toEqual(leaf);
        },
      ),
    );
  });

  it('is what the independent verifier takes for an entry', () => {
    const entry = completeEntry(base, newId('ent'), at);
    expect(readEntry(leafBytes(entry), 0, organization)).toMatchObject({
      id: entry.id,
      at: '2026-11-23T10:00:00.007Z',
    });
  });

  it('keeps a given id, and leaves out what is not said', () => {
    const id = newId('ent');
    const entry = completeEntry({ ...base, id, actor: { kind: 'system', id: 'setup' } }, newId('ent'), at);
    expect(entry.id).toBe(id);
    expect(new TextDecoder().decode(leafBytes(entry))).toContain('"actor":{"id":"setup","kind":"system"}');
  });

  it('is never over 65,535 bytes', () => {
    const sized = (length: number) =>
      completeEntry({ ...base, data: { text: 'x'.repeat(length) } }, newId('ent'), at);
    const rest = leafBytes(sized(0)).length;
    expect(leafBytes(sized(maxEntryBytes - rest))).toHaveLength(65_535);
    expect(() => leafBytes(sized(maxEntryBytes - rest + 1))).toThrow('invariant');
  });

  it.each(['approve', 'change.', 'Change.approve', 'change.approve.now', 'change approve'])(
    'has no action %j',
    (action) => {
      expect(() => completeEntry({ ...base, action }, newId('ent'), at)).toThrow('noun.verb');
    },
  );

  it.each(['{}', '[]', 'no json', '{"v":2}'])('is not read from %s', (text) => {
    expect(() => entryOf(new TextEncoder().encode(text))).toThrow();
  });
});

/** Integers beyond 2^53 are refused in entries (RFC 7493 §2.2); here they are not the point. */
function safeNumbers(_: string, value: unknown): unknown {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? 0 : value;
}
