import { describe, expect, it } from 'vitest';
import { newId } from '../../platform/id.ts';
import { isSecret, newKey, parseKey } from '../key.ts';
import { hashPassword } from '../password.ts';
import type { SignInFacts } from '../store/sign-in.ts';
import { isPasswordOf } from './check-password.ts';

/*
 * AT-43: whoever asks does not learn from the time it takes whether a key's prefix or an e-mail address is somebody's. Welch's t over
 * the ranks of interleaved samples: of ranks, because a few samples that the machine held up would drown the rest. A leak shows every
 * time, and noise does not: only a difference that is found three times in a row counts, and each measure is shown to find the leak that
 * it is there for.
 */
interface Compared {
  readonly t: number;
  /** Of the medians, as a part of the larger one. */
  readonly difference: number;
}

function compare(first: readonly number[], second: readonly number[]): Compared {
  const rank = ranksOf([...first, ...second]);
  const [a, b] = [momentsOf(first.map(rank)), momentsOf(second.map(rank))];
  const t = (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
  const [one, other] = [medianOf(first), medianOf(second)];
  return { t: Math.abs(t), difference: Math.abs(one - other) / Math.max(one, other) };
}

/** Its place among all; equal ones share the middle of theirs. */
function ranksOf(all: readonly number[]): (sample: number) => number {
  const places = new Map<number, { first: number; last: number }>();
  for (const [place, sample] of [...all].sort((one, other) => one - other).entries()) {
    places.set(sample, { first: places.get(sample)?.first ?? place, last: place });
  }
  return (sample) => {
    const { first, last } = places.get(sample) ?? { first: Number.NaN, last: Number.NaN };
    return (first + last) / 2;
  };
}

function medianOf(samples: readonly number[]): number {
  return [...samples].sort((one, other) => one - other)[Math.floor(samples.length / 2)] ?? Number.NaN;
}

function momentsOf(samples: readonly number[]) {
  const mean = samples.reduce((sum, one) => sum + one, 0) / samples.length;
  const variance = samples.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (samples.length - 1);
  return { count: samples.length, mean, variance };
}

/** Nanoseconds on the wall, for what is too short to be put aside; of the processor, for what works beside other programs. */
type Watch = () => number;
const wall: Watch = () => Number(process.hrtime.bigint());
const processor: Watch = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

async function leaks(
  watch: Watch,
  count: number,
  first: () => unknown,
  second: () => unknown,
): Promise<boolean> {
  for (let round = 0; round < 3; round++) {
    const times: [number[], number[]] = [[], []];
    for (let sample = 0; sample < count * 2; sample++) {
      const which = sample % 2 === 0 ? 0 : 1;
      const from = watch();
      await (which === 0 ? first() : second());
      times[which].push(watch() - from);
    }
    const { t, difference } = compare(...times);
    if (t < 4.5 || difference < 0.1) return false;
  }
  return true;
}

describe('AT-43 timing', () => {
  const [mine, wrong] = [newKey(), newKey()];
  type Check = (text: string, stored: Buffer | undefined) => boolean;
  const check: Check = (text, stored) => {
    const given = parseKey(text);
    return given !== undefined && isSecret(given.secretSha256, stored);
  };
  /** What it must not be: nobody's prefix is told before anything is hashed. */
  const hasty: Check = (text, stored) => stored !== undefined && check(text, stored);
  const keys = (tried: Check) =>
    leaks(
      wall,
      15_000,
      () => tried(wrong.text, mine.secretSha256),
      () => tried(wrong.text, undefined),
    );

  it('of a key does not tell whether its prefix is somebody’s', async () => {
    expect(await keys(hasty), 'the measure finds a leak').toBe(true);
    expect(await keys(check)).toBe(false);
  });

  it('of a password does not tell whether the address is somebody’s', { timeout: 180_000 }, async () => {
    const facts: SignInFacts = {
      organization: newId('org'),
      organizationName: 'n',
      person: newId('per'),
      displayName: 'N',
      email: 'n@n.example',
      passwordHash: await hashPassword('a long enough password'),
      hasTotp: false,
      hasPasskey: false,
      secondFactor: 'optional',
    };
    const withoutOne = { ...facts, passwordHash: null };
    // Six at a time: some machines count a processor's time in steps of ten milliseconds, and one hash is shorter.
    const tried = (whose: SignInFacts | undefined) => async () => {
      for (let time = 0; time < 6; time++) await isPasswordOf(whose, 'another password');
    };
    await tried(undefined)();
    const hastily = async () => false;
    expect(await leaks(processor, 12, tried(facts), hastily), 'the measure finds a leak').toBe(true);
    expect(await leaks(processor, 12, tried(facts), tried(undefined))).toBe(false);
    expect(await leaks(processor, 12, tried(facts), tried(withoutOne))).toBe(false);
    expect(await isPasswordOf(facts, 'a long enough password')).toBe(true);
  });
});
