import fc from 'fast-check';
import { expect, it } from 'vitest';
import { insideFolder } from './folders.ts';

const files = [
  'README.md',
  'a.prompt',
  'mail/x.prompt',
  'mail/long/y.prompt',
  'mail/long/z.prompt',
  'mailbox/q.prompt',
].map((path) => ({ path }));

it('shows what is directly inside, and how much is further in', () => {
  expect(insideFolder(files, '')).toEqual({
    files: [{ path: 'README.md' }, { path: 'a.prompt' }],
    folders: [
      { path: 'mail', name: 'mail', assets: 3 },
      { path: 'mailbox', name: 'mailbox', assets: 1 },
    ],
  });
  expect(insideFolder(files, 'mail')).toEqual({
    files: [{ path: 'mail/x.prompt' }],
    folders: [{ path: 'mail/long', name: 'long', assets: 2 }],
  });
  expect(insideFolder(files, 'nowhere')).toEqual({ files: [], folders: [] });
});

it('loses no file and shows none twice, walked from the root', () => {
  const part = fc.constantFrom('a', 'b', '__proto__', 'constructor');
  const anyPath = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => ({ path: `${parts.join('/')}.x` }));
  const walk = (all: readonly { path: string }[], folder: string): string[] => {
    const { files: here, folders } = insideFolder(all, folder);
    return [...here.map(({ path }) => path), ...folders.flatMap(({ path }) => walk(all, path))];
  };
  fc.assert(
    fc.property(fc.uniqueArray(anyPath, { selector: ({ path }) => path }), (all) => {
      expect(walk(all, '').sort()).toEqual(all.map(({ path }) => path).sort());
    }),
  );
});
