import { type Principal, permits, theOrganization } from '../../access/index.ts';
import { addDays, dayOf, lastDays, startOf } from '../days.ts';
import { debtAt } from '../debt/book.ts';
import { gatherDebt } from '../debt/gather.ts';
import { debtMeasure } from '../debt/read.ts';
import { hoursByStage, stageHours } from '../figures/governance.ts';
import { selectStages } from '../governance/store.ts';
import { compareGroups, groupMeasure, weeksOf } from '../groups/compare.ts';
import { defineMeasure, nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { readDrifts } from '../quality/drifts.ts';
import { readQuality } from '../quality/read.ts';
import type { Sight } from '../sight.ts';
import { costlierVersions, fallingQuality, slowStages } from './course.ts';
import { type Finding, ranked } from './finding.ts';
import { competingDuplicates, neglected, retiringModels, unusedPrompts } from './prompts.ts';
import { rawTraffic } from './raw.ts';
import { selectRanPrompts } from './store.ts';

export const unusedMeasure = defineMeasure({
  id: 'unused_prompts_12w',
  version: 1,
  title: 'Prompts that nobody uses',
  formula:
    'prompts on main whose text stands for more than 28 days and that did not run in the last 12 complete weeks, in the libraries that you may see',
  unit: 'prompts',
  grade: 'C',
  projections: ['intelligence.use'],
  better: 'less',
});

export const retiringMeasure = defineMeasure({
  id: 'retiring_models_90d',
  version: 1,
  title: 'Models that go',
  formula:
    'models that prompts on main name and that the register says retire within 90 days, are deprecated or banned, in the libraries that you may see',
  unit: 'prompts',
  grade: 'C',
  projections: groupMeasure.projections,
  better: 'less',
});

/**
 * Everything that is worth doing in what somebody may see, the most worth first. From the same readings as the pages that show the numbers,
 * so that nothing is told here that is not told there: restricted libraries and small groups are left out in the same places.
 */
export async function findFindings(
  parts: IntelligenceParts,
  principal: Principal,
  sight: Sight,
): Promise<readonly Finding[]> {
  const now = parts.clock.now();
  const facts = await gatherDebt(parts, principal, sight, now);
  const book = debtAt(facts, now);
  const standing = new Map(
    facts.prompts.filter(({ until }) => until === null).map((prompt) => [prompt.name, prompt]),
  );
  const isUsed = await usedIn(parts, principal, sight);
  const register = await parts.register(principal.organization);
  const { measure, stages } = await stagesOf(parts, principal, sight);
  return ranked([
    ...retiringModels(facts.prompts, register, now, nameOf(retiringMeasure)),
    ...(await course(parts, principal, (name) => standing.get(name))),
    ...neglected(book.items, nameOf(debtMeasure)),
    ...slowStages(stages, measure),
    ...(await raw(parts, principal)),
    ...competingDuplicates(book.clusters, nameOf(debtMeasure)),
    ...unusedPrompts(
      facts.prompts,
      ({ library, path }) => isUsed.has(JSON.stringify([library, path])),
      now,
      nameOf(unusedMeasure),
    ),
  ]);
}

/** How answers and costs go, for those who may read about it. */
async function course(
  parts: IntelligenceParts,
  principal: Principal,
  now: Parameters<typeof fallingQuality>[2],
): Promise<Finding[]> {
  const may = (['measure.quality', 'drift.list'] as const).every((action) =>
    permits(principal, action, theOrganization),
  );
  if (!may) return [];
  const [quality, drifts] = await Promise.all([readQuality(parts, principal), readDrifts(parts, principal)]);
  return [...fallingQuality(quality, drifts, now), ...costlierVersions(quality, drifts, now)];
}

/** What apps do without a prompt, for those who may compare them. */
async function raw(parts: IntelligenceParts, principal: Principal): Promise<Finding[]> {
  if (!permits(principal, 'measure.compare', theOrganization)) return [];
  return rawTraffic(await compareGroups(parts, principal, { by: 'app', weeks: 4 }));
}

async function usedIn(parts: IntelligenceParts, { organization }: Principal, sight: Sight) {
  const weeks = weeksOf(dayOf(parts.clock.now()), 12, parts.smallestGroup);
  const [from = ''] = weeks;
  return selectRanPrompts(
    parts.reader,
    organization,
    sight.libraries,
    from,
    addDays(weeks.at(-1) ?? from, 7),
  );
}

async function stagesOf(parts: IntelligenceParts, { organization }: Principal, sight: Sight) {
  const { from, to } = lastDays(dayOf(parts.clock.now()), 84);
  const span = [new Date(startOf(from)), new Date(startOf(to))] as const;
  const rows = await selectStages(parts.reader, organization, sight.libraries, ...span);
  return { measure: nameOf(stageHours), stages: hoursByStage(rows) };
}
