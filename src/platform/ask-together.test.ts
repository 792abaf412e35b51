import { expect, it } from 'vitest';
import { askTogether } from './ask-together.ts';

function asking() {
  const rounds: {
    readonly keys: readonly string[];
    answer(of: ReadonlyMap<string, number>): void;
    fail(error: Error): void;
  }[] = [];
  const ask = askTogether<number>(
    (keys) => new Promise((answer, fail) => rounds.push({ keys, answer, fail })),
  );
  return { ask, rounds };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('answers each from a look that began after it asked, together with who else asked meanwhile', async () => {
  const { ask, rounds } = asking();
  const first = ask('a');
  const others = Promise.all([ask('a'), ask('b'), ask('a'), ask('c')]);
  expect(rounds.map(({ keys }) => keys)).toEqual([['a']]);
  rounds[0]?.answer(new Map([['a', 1]]));
  expect(await first).toBe(1);
  await settle();
  expect(rounds.map(({ keys }) => keys)).toEqual([['a'], ['a', 'b', 'c']]);
  // It changed in between: whoever asked later has the later answer.
  rounds[1]?.answer(
    new Map([
      ['a', 2],
      ['b', 3],
    ]),
  );
  expect(await others).toEqual([2, 3, 2, undefined]);
});

it('a look that fails fails for those who share it, and for nobody else', async () => {
  const { ask, rounds } = asking();
  const first = ask('a');
  const second = Promise.allSettled([ask('a'), ask('b')]);
  rounds[0]?.answer(new Map([['a', 1]]));
  expect(await first).toBe(1);
  await settle();
  rounds[1]?.fail(new Error('gone'));
  expect((await second).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const third = ask('a');
  rounds[2]?.answer(new Map([['a', 4]]));
  expect(await third).toBe(4);
});
