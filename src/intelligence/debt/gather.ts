import type { Principal } from '../../access/index.ts';
import type { SignedPrompt } from '../../libraries/index.ts';
import type { Register } from '../../policy/index.ts';
import { dayOf } from '../days.ts';
import { compareGroups } from '../groups/compare.ts';
import type { IntelligenceParts } from '../parts.ts';
import type { Sight } from '../sight.ts';
import type { DebtFacts, PromptFacts } from './book.ts';
import { jaccard, worthALook } from './likeness.ts';
import { isCompared, type Link, nearCandidates, sameLinks } from './links.ts';

/** Reads what somebody's view of the debt rests on. What they may not see is not read, so it is in no number, rank or name. */
export async function gatherDebt(
  parts: IntelligenceParts,
  principal: Principal,
  sight: Sight,
  after: Date,
): Promise<DebtFacts> {
  const signed = await parts.libraries.signed(principal, after);
  const facts = await factsOf(parts, principal, sight, signed);
  const prompts = signed.map((prompt) => ({ ...prompt, ...facts(prompt) }));
  return { prompts, ...(await linksOf(parts, principal, prompts)), reviewDays: parts.reviewDays };
}

/** Links between the compared, each near one verified over all shingles. */
export async function linksOf(
  { libraries }: Pick<IntelligenceParts, 'libraries'>,
  principal: Principal,
  prompts: readonly SignedPrompt[],
): Promise<Pick<DebtFacts, 'links' | 'likeness'>> {
  const compared = prompts.flatMap((prompt, place) => (isCompared(prompt) ? [{ prompt, place }] : []));
  const texts = compared.map(({ prompt }) => prompt);
  const { links: same, heads } = sameLinks(texts);
  const near = nearCandidates(texts, heads);
  const looked = new Set([...same, ...near].flatMap(({ one, other }) => [one, other]));
  const digests = [...new Set([...looked].flatMap((place) => texts[place]?.digest ?? []))];
  const shingles = await libraries.shingles(principal, digests);
  const none = new Float64Array(0);
  const of = (prompt: SignedPrompt | undefined) => shingles.get(prompt?.digest ?? 'sha256:') ?? none;
  const verified = near.flatMap(({ one, other }): Link[] => {
    const likeness = jaccard(of(texts[one]), of(texts[other]));
    return likeness >= worthALook ? [{ one, other, how: 'near', likeness }] : [];
  });
  const placeOf = (at: number) => compared[at]?.place ?? 0;
  return {
    links: [...same, ...verified].map(({ one, other, ...link }) => ({
      ...link,
      one: placeOf(one),
      other: placeOf(other),
    })),
    likeness: (one, other) =>
      prompts[one]?.normalized === prompts[other]?.normalized
        ? 1
        : jaccard(of(prompts[one]), of(prompts[other])),
  };
}

const keyOf = (library: string, path: string) => JSON.stringify([library, path]);

/** Use as the page of groups shows it, and whether somebody who is here answers. */
async function factsOf(
  parts: IntelligenceParts,
  principal: Principal,
  sight: Sight,
  signed: readonly SignedPrompt[],
): Promise<(prompt: SignedPrompt) => PromptFacts> {
  const use = await compareGroups(parts, principal, { by: 'prompt', weeks: 4 });
  const used = new Map(use.items.map((item) => [item.id, item]));
  const owned = new Set<string>();
  for (const library of await parts.libraries.visible(principal)) {
    const paths = signed.filter((prompt) => prompt.library === library.id).map(({ path }) => path);
    if (paths.length === 0) continue;
    const owners = await parts.libraries.owners(parts.reader, library, paths);
    const here = new Set<string>();
    for (const owner of new Set(owners.values()))
      if ((await parts.access.personById(principal.organization, owner))?.active === true) here.add(owner);
    for (const [path, owner] of owners) if (here.has(owner)) owned.add(keyOf(library.id, path));
  }
  const { models } = await parts.register(principal.organization);
  const gone = deprecatedModels(models, dayOf(parts.clock.now()));
  return ({ library, path, model }) => {
    const item = used.get(keyOf(library, path));
    const governed = item?.governed?.value ?? 1;
    return {
      name: `${sight.names.get(library) ?? library}/${path.replace(/\.prompt$/, '')}`,
      executions: item?.executions ?? null,
      unapproved: Math.round((1 - governed) * (item?.executions ?? 0)),
      deprecated: model !== null && gone.has(model),
      owned: owned.has(keyOf(library, path)),
    };
  };
}

/** Models that nothing new should name, at a day. Pure. */
export const deprecatedModels = (models: Register['models'], today: string): ReadonlySet<string> =>
  new Set(
    models.flatMap(({ model, status, retires }) =>
      status === 'deprecated' || status === 'banned' || (retires !== null && retires <= today) ? [model] : [],
    ),
  );
