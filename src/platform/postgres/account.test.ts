import { describe, expect, test } from 'vitest';
import { maySearch, parsePasswd } from './account.ts';

describe('parsePasswd', () => {
  test('reads entries and leaves out root, comments and damaged lines', () => {
    const text =
      '# a comment\nroot:x:0:0:root:/root:/bin/sh\nann:x:1000:100::/home/ann:/bin/sh\nbroken:x\n:x:5:5::/:\n';
    expect(parsePasswd(text)).toEqual([{ name: 'ann', uid: 1000, gid: 100 }]);
  });
});

describe('maySearch', () => {
  const ann = { name: 'ann', uid: 1000, gid: 100 };

  test.each([
    { uid: 1000, gid: 0, mode: 0o700, expected: true },
    { uid: 1000, gid: 0, mode: 0o677, expected: false },
    { uid: 0, gid: 100, mode: 0o710, expected: true },
    { uid: 0, gid: 100, mode: 0o701, expected: false },
    { uid: 0, gid: 0, mode: 0o711, expected: true },
    { uid: 0, gid: 0, mode: 0o750, expected: false },
  ])('uid $uid, gid $gid, mode $mode: $expected', ({ expected, ...folder }) => {
    expect(maySearch(ann, folder)).toBe(expected);
  });
});
