import { expect, it } from 'vitest';
import { turnstile } from './turnstile.ts';

it('lets so many work, so many wait in order, and refuses the next; failures give their place back', async () => {
  const enter = turnstile(2, 2);
  const started: string[] = [];
  const ends = new Map<string, (failed: boolean) => void>();
  const work = (name: string) =>
    enter(
      () =>
        new Promise<string>((resolve, reject) => {
          started.push(name);
          ends.set(name, (failed) => (failed ? reject(new Error(name)) : resolve(name)));
        }),
    );
  const running = ['a', 'b', 'c', 'd'].map((name) => work(name).catch(() => `${name} failed`));
  await expect(work('e')).rejects.toMatchObject({ code: 'git.busy', status: 503 });
  expect(started).toEqual(['a', 'b']);
  ends.get('a')?.(true);
  expect(await running[0]).toBe('a failed');
  expect(started).toEqual(['a', 'b', 'c']);
  ends.get('b')?.(false);
  ends.get('c')?.(false);
  await Promise.all(running.slice(1, 3));
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  ends.get('d')?.(false);
  expect(await running[3]).toBe('d');
});
