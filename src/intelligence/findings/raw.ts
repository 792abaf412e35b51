import { addDays, startOf } from '../days.ts';
import type { compareGroups } from '../groups/compare.ts';
import { type Finding, findingId } from './finding.ts';

type Apps = Awaited<ReturnType<typeof compareGroups>>;

/** Fewer are somebody who tries something. */
const fewestCalls = 50;
const shareOfOwn = 0.2;

/** Apps that call models much without a published prompt, by the numbers that the page of groups shows. Pure. */
export function rawTraffic(apps: Apps): Finding[] {
  const [from = ''] = apps.weeks;
  const to = addDays(apps.weeks.at(-1) ?? from, 7);
  return apps.items.flatMap(({ id, name, executions, governed }): Finding[] => {
    const all = executions ?? 0;
    const raw = Math.round(all * (1 - (governed?.value ?? 1)));
    if (raw < fewestCalls || raw < shareOfOwn * all) return [];
    return [
      {
        id: findingId('raw_traffic', [id]),
        kind: 'raw_traffic',
        title: `${name} calls models without a published prompt`,
        why: `${raw} of ${all} executions of the last four weeks that may be shown ran none. What repeats among them could be one that is reviewed, approved and measured.`,
        measure: apps.measure,
        about: { app: id },
        behind: { from: startOf(from), to: startOf(to), principal: id, kind: 'raw' },
        weight: raw,
      },
    ];
  });
}
