import { describe, expect, it } from 'vitest';
import { noteText, readAddCheckpoint, readSize, writeAddCheckpoint } from './add-checkpoint.ts';
import { contradiction } from './contradiction.ts';
import { readWitnessUrl } from './url.ts';
import { quorumBound, quorumOf } from './witness.ts';

/** The example request of c2sp.org/tlog-witness. */
const example = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

describe('the request add-checkpoint', () => {
  it('reads and writes the example of the specification, byte for byte', () => {
    const read = readAddCheckpoint(example);
    expect(read).toMatchObject({ old: 20_852_014 });
    expect(read?.proof).toHaveLength(4);
    expect(noteText(read?.checkpoint ?? '')).toBe(
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    );
    expect(read && writeAddCheckpoint(read)).toBe(example);
    expect(readAddCheckpoint('old 0\n\nx\n')).toEqual({ old: 0, proof: [], checkpoint: 'x\n' });
  });

  it.each([
    ['a size with a zero before it', example.replace('old 2', 'old 02')],
    ['no size', example.replace('old 20852014\n', '')],
    ['a hash that is too short', example.replace('PlRN', '')],
    ['two spellings of one hash', example.replace('pkaw=', 'pkax=')],
    ['64 hashes', `old 1\n${'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n'.repeat(64)}\nx\n`],
    ['no checkpoint', 'old 0\n\n'],
    ['a size beyond what is exact', 'old 9999999999999999\n\nx\n'],
  ])('refuses %s', (_, text) => {
    expect(readAddCheckpoint(text)).toBeUndefined();
  });

  it('reads the size that a witness names', () => {
    expect([readSize('42\n'), readSize('0\n'), readSize('42'), readSize('042\n'), readSize('x\n')]).toEqual([
      ...[42, 0],
      ...[undefined, undefined, undefined],
    ]);
  });
});

describe('N of M', () => {
  it('are all of them until somebody says otherwise, and none of none is never enough', () => {
    expect([quorumOf(undefined, 3), quorumOf(2, 3), quorumOf(undefined, 0)]).toEqual([
      { need: 3, of: 3 },
      { need: 2, of: 3 },
      { need: 1, of: 0 },
    ]);
  });

  it('no larger tree can have enough than the one the N-th has come to', () => {
    expect([quorumBound(1, [5, 9, 7]), quorumBound(2, [5, 9, 7]), quorumBound(3, [9, 7])]).toEqual([
      ...[9, 7],
      undefined,
    ]);
  });
});

describe('what a witness has against the database', () => {
  const witness = {
    id: 'wit_1',
    key: 'witness.example/w1+00000000+BA==',
    url: 'https://witness.example/w1',
    addedBy: 'per_1',
    addedAt: new Date(0),
  } as const;
  const root = new Uint8Array(32).fill(7);
  const at = new Date('2026-11-27T12:00:00Z');

  it('AT-28: says how much is gone, who saw it and when, and whether they can show it', () => {
    const heard = { claimed: 600, shown: { treeSize: 601, rootHash: root, note: '', at } };
    const found = contradiction('org_1', witness, heard, 301, undefined);
    expect(found).toMatchObject({ code: 'ledger.rolled_back', anchor: 'witness.example/w1' });
    expect(found?.summary).toBe(
      'A log has 301 entries in the database and had 601: the entries 301 to 600 are gone. The witness witness.example/w1 cosigned that at 2026-11-27T12:00:00.000Z, root BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=, and shows it with this log’s own signature.',
    );
    const claimed = contradiction('org_1', witness, { claimed: 600, shown: undefined }, 301, undefined);
    expect(claimed?.summary).toContain('says so, and shows no checkpoint for it');
  });

  it('AT-24: names both roots; and nothing at all where the same root is shown', () => {
    const heard = { claimed: 300, shown: { treeSize: 300, rootHash: root, note: '', at } };
    const other = new Uint8Array(32);
    expect(contradiction('org_1', witness, heard, 400, other)).toMatchObject({
      code: 'ledger.forked',
      summary: expect.stringContaining('their root is AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= here'),
    });
    expect(contradiction('org_1', witness, heard, 400, root)).toBeUndefined();
  });
});

it('AT-49: a witness is where the operator said, and nowhere else', () => {
  const hosts = ['witness.example', '169.254.169.254'];
  expect(readWitnessUrl('https://witness.example/w1/', hosts)).toBe('https://witness.example/w1');
  for (const [url, code] of [
    ['https://other.example/w1', 'witness.add.host_not_allowed'],
    ['http://169.254.169.254/w1', 'witness.add.url_refused'],
    ['ftp://witness.example/w1', 'witness.add.url_refused'],
    ['https://me:secret@witness.example/w1', 'witness.add.url_refused'],
    ['https://witness.example/w1?x=1', 'witness.add.url_refused'],
  ] as const)
    expect(() => readWitnessUrl(url, hosts), url).toThrow(code);
});
