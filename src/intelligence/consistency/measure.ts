import { randomBytes } from 'node:crypto';
import { actorOf, authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import { assetName } from '../../libraries/index.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { defineMeasure, nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';
import { type Answer, consistencyOf } from './consistency.ts';
import { insertConsistency, type MeasuredConsistency, selectConsistencies } from './store.ts';

export const consistencyMeasure = defineMeasure({
  id: 'inconsistency_by_prompt',
  version: 1,
  title: 'Inconsistency over the same input',
  formula:
    'of a sample of at most 500 answered executions of a prompt: the share of pairs of answers to the same input, version and model that differ in more than white space, averaged over inputs; the interval is over inputs, from five on; measured when somebody asks for it, with a reason, for it reads what was said',
  unit: 'share',
  grade: 'C',
  projections: ['intelligence.use'],
  better: 'less',
});

const mostRead = 500;

export interface Asked {
  /** `LIBRARY/NAME` */
  readonly prompt: string;
  readonly days: number;
  readonly reason: string;
}

/**
 * Reads a sample of what was asked and answered, and says how often the same input got another answer. Nothing of the content leaves: the
 * entry `consistency.create` and the row have figures only. Admins who may read everybody's executions.
 * @throws Problem 404, `consistency.create.nothing_repeats` 409, `consistency.create.too_few_people` 409
 */
export async function measureConsistency(
  parts: IntelligenceParts,
  principal: Principal,
  { prompt, days, reason }: Asked,
): Promise<MeasuredConsistency> {
  authorize(principal, 'consistency.create', theOrganization);
  authorize(principal, 'execution.list_all', theOrganization);
  const { organization } = principal;
  const { library, path } = await parts.libraries.resolve(principal, prompt);
  const now = parts.clock.now();
  const seed = randomBytes(8).toString('hex');
  const since = new Date(now.getTime() - days * 86_400_000);
  const sampled = { library: library.id, path, since, seed, among: null, limit: mostRead };
  const drawn = await parts.gateway.judging.sample(organization, sampled);
  const people = new Set(drawn.map(({ human }) => human)).size;
  if (people > 0 && people < parts.smallestGroup)
    throw refusal('too_few_people', `Fewer than ${parts.smallestGroup} people ran it in that time.`);
  const answers: Answer[] = [];
  for (const { id, prompt: of, model } of drawn) {
    const said = await parts.gateway.judging.said(organization, id);
    if (said !== undefined) answers.push({ ...said, version: of?.version ?? 0, model });
  }
  const found = consistencyOf(answers);
  if (found.inputs === 0)
    throw refusal(
      'nothing_repeats',
      `No input came twice among ${answers.length} answers. Look further back.`,
    );
  return parts.ledger.record(async (tx) => {
    const entry = newId('ent');
    const measured: MeasuredConsistency = {
      ...{
        ...found,
        id: newId('csy'),
        library: library.id,
        path,
        days,
        by: principal.id,
        entry,
        createdAt: now,
      },
    };
    await insertConsistency(tx, organization, measured);
    const { runs, inputs, differ, likeness } = found;
    return {
      entry: {
        ...{ id: entry, organization, action: 'consistency.create', actor: actorOf(principal) },
        subject: { kind: 'consistency', id: measured.id },
        data: {
          ...{ library: library.id, path, days, seed, read: answers.length, runs, inputs, likeness },
          ...{ differ: { ...differ }, reason: commitTo(reason).commitment },
        },
      },
      value: measured,
    };
  });
}

/** What was measured last of each prompt that one may see. Everybody with a role on the organization. @throws Problem 403 */
export async function readConsistencies(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'consistency.list', theOrganization);
  const { organization } = principal;
  const sight = await sightOf(parts, principal);
  const all = await selectConsistencies(parts.reader, organization);
  const seen = all.filter(({ library }) => sight.libraries.includes(library));
  const latest = [...Map.groupBy(seen, ({ library, path }) => JSON.stringify([library, path])).values()];
  const names = await parts.access.names(
    organization,
    seen.map(({ by }) => by),
  );
  return {
    measure: nameOf(consistencyMeasure),
    items: latest.flatMap(([newest]) => {
      if (newest === undefined) return [];
      const { library, path, by, createdAt, ...rest } = newest;
      const prompt = `${sight.names.get(library) ?? ''}/${assetName(path)}`;
      return [{ ...rest, prompt, by: named(names, by), at: createdAt.toISOString() }];
    }),
  };
}

const refusal = (what: string, detail: string) =>
  new Problem({ code: `consistency.create.${what}`, status: 409, detail });
