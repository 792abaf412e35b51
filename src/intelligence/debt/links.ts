import type { SignedPrompt } from '../../libraries/index.ts';
import { candidates, estimated, worthALook } from './likeness.ts';

/** Two prompts, by their places in a list, that share so much. */
export interface Link {
  readonly one: number;
  readonly other: number;
  /** `exact`: the same file. `normalized`: the same words. `near`: this share of the shingles that either has. */
  readonly how: 'exact' | 'normalized' | 'near';
  readonly likeness: number;
}

/** What is compared: prompts that run themselves, with enough in them to be told apart. */
export const isCompared = ({ redirect, tokens }: SignedPrompt): boolean => redirect === null && tokens >= 3;

/** Same words are linked with the first that has them; of each such group, one stands for all when nearly same ones are looked for. Pure. */
export function sameLinks(prompts: readonly SignedPrompt[]): {
  readonly links: readonly Link[];
  readonly heads: readonly number[];
} {
  const first = new Map<string, number>();
  const links: Link[] = [];
  const heads: number[] = [];
  for (const [other, prompt] of prompts.entries()) {
    const name = `${prompt.tokenizer} ${prompt.normalized}`;
    const one = first.get(name);
    if (one === undefined) {
      first.set(name, other);
      heads.push(other);
      continue;
    }
    const how = prompts[one]?.digest === prompt.digest ? 'exact' : 'normalized';
    links.push({ one, other, how, likeness: 1 });
  }
  return { links, heads };
}

/** Pairs of `heads` that are worth a look by their signatures; a margin below, for those are estimates. Pure. */
export function nearCandidates(prompts: readonly SignedPrompt[], heads: readonly number[]) {
  const signatures = heads.map((head) => prompts[head]?.minHash ?? new Uint32Array(0));
  return candidates(signatures).flatMap(([left, right]) => {
    const [one, other] = [heads[left] ?? 0, heads[right] ?? 0];
    const [a, b] = [prompts[one], prompts[other]];
    if (a === undefined || b === undefined || a.tokenizer !== b.tokenizer) return [];
    return estimated(a.minHash, b.minHash) >= worthALook - 0.15 ? [{ one, other }] : [];
  });
}
