import type { SignedPrompt } from '../../libraries/index.ts';
import { clustersOf } from './clusters.ts';
import { ownerHours, weighedHours } from './hours.ts';
import type { Link } from './links.ts';

/** What is known of a prompt beside its text. */
export interface PromptFacts {
  /** `LIBRARY/NAME`. */
  readonly name: string;
  /** Executions of the weeks that may be shown; null: none may. */
  readonly executions: number | null;
  /** Those of them that ran something that nobody approved. */
  readonly unapproved: number;
  /** Whether the register says that its model is deprecated, banned, or gone. */
  readonly deprecated: boolean;
  /** Whether somebody who is here answers for it. */
  readonly owned: boolean;
}

export interface DebtFacts {
  /** Prompts that stand there or stood there in the weeks of the trend. */
  readonly prompts: readonly (SignedPrompt & PromptFacts)[];
  /** Between places of `prompts`. */
  readonly links: readonly Link[];
  /** How much of their shingles two of them share, exactly. */
  readonly likeness: (one: number, other: number) => number;
  readonly reviewDays: number;
}

export interface Member {
  readonly prompt: SignedPrompt & PromptFacts;
  /** With the one to keep; 1 for itself. */
  readonly likeness: number;
  /** What merging it would save; 0 for the one to keep. */
  readonly hours: number;
}

/** Prompts that say much the same. The first is the one to keep, by use, then by age: a proposal. */
export interface Cluster {
  /** The name of its member that comes first: stays when others come. */
  readonly id: string;
  readonly how: Link['how'];
  readonly members: readonly Member[];
  readonly hours: number;
}

export const debtKinds = ['stale', 'unowned', 'unapproved', 'deprecated'] as const;
export interface DebtItem {
  readonly kind: (typeof debtKinds)[number];
  readonly prompt: SignedPrompt & PromptFacts;
  readonly hours: number;
}

export interface DebtBook {
  /** Those that save the most first. */
  readonly clusters: readonly Cluster[];
  readonly items: readonly DebtItem[];
}

const dayMs = 86_400_000;
const ranks = { exact: 0, normalized: 1, near: 2 } as const;
const sum = (hours: readonly { readonly hours: number }[]) =>
  hours.reduce((total, one) => total + one.hours, 0);

/** The debt as it was at a moment, with today's use, owners and risks. Pure. */
export function debtAt(facts: DebtFacts, at: Date): DebtBook {
  const stands = (place: number) => {
    const prompt = facts.prompts[place];
    return prompt !== undefined && prompt.since <= at && (prompt.until === null || prompt.until > at);
  };
  const links = facts.links.filter(({ one, other }) => stands(one) && stands(other));
  const clusters = clustersOf(facts.prompts.length, links).map((places) => clusterOf(facts, places));
  const items = facts.prompts.flatMap((prompt, place) =>
    stands(place) && prompt.redirect === null ? itemsOf(prompt, at, facts.reviewDays) : [],
  );
  return {
    clusters: clusters.toSorted((one, other) => other.hours - one.hours || (one.id < other.id ? -1 : 1)),
    items: items.toSorted(
      (one, other) => other.hours - one.hours || (one.prompt.name < other.prompt.name ? -1 : 1),
    ),
  };
}

export const hoursOf = ({ clusters, items }: DebtBook): number => sum(clusters) + sum(items);

function clusterOf({ prompts, likeness }: DebtFacts, places: readonly number[]): Cluster {
  const known = places.flatMap((place) => {
    const prompt = prompts[place];
    return prompt === undefined ? [] : [{ place, prompt }];
  });
  const [kept, ...others] = known.toSorted(
    ({ prompt: one }, { prompt: other }) =>
      (other.executions ?? 0) - (one.executions ?? 0) ||
      one.since.getTime() - other.since.getTime() ||
      (one.name < other.name ? -1 : 1),
  );
  const members = others
    .map(({ place, prompt }): Member => {
      const shared = likeness(kept?.place ?? place, place);
      return { prompt, likeness: shared, hours: shared * weighedHours(prompt) };
    })
    .toSorted(
      (one, other) => other.likeness - one.likeness || (one.prompt.name < other.prompt.name ? -1 : 1),
    );
  const names = known.map(({ prompt }) => prompt.name).sort();
  return {
    id: names[0] ?? '',
    how: howOf(known.map(({ prompt }) => prompt)),
    members: [...(kept === undefined ? [] : [{ prompt: kept.prompt, likeness: 1, hours: 0 }]), ...members],
    hours: sum(members),
  };
}

/** The weakest of what holds the members together. */
function howOf(prompts: readonly SignedPrompt[]): Link['how'] {
  const digests = new Set(prompts.map(({ digest }) => digest)).size;
  const words = new Set(prompts.map(({ normalized }) => normalized)).size;
  const hows = [words > 1 ? 'near' : 'exact', digests > 1 && words === 1 ? 'normalized' : 'exact'] as const;
  return hows.toSorted((one, other) => ranks[other] - ranks[one])[0] ?? 'exact';
}

function itemsOf(prompt: SignedPrompt & PromptFacts, at: Date, reviewDays: number): DebtItem[] {
  const isStale = at.getTime() - prompt.since.getTime() > reviewDays * dayMs;
  const hours = weighedHours(prompt);
  return [
    ...(isStale ? [{ kind: 'stale' as const, prompt, hours }] : []),
    ...(prompt.owned ? [] : [{ kind: 'unowned' as const, prompt, hours: ownerHours }]),
    ...(prompt.unapproved > 0 ? [{ kind: 'unapproved' as const, prompt, hours }] : []),
    ...(prompt.deprecated ? [{ kind: 'deprecated' as const, prompt, hours }] : []),
  ];
}
