import { type PersonId, rolesOf } from '../../access/index.ts';
import type { RequiredStage } from '../requirement/requirement.ts';
import { actionOf, type Facts } from './facts.ts';
import { isAmong, mayAct, type Roster } from './roster.ts';
import { seat } from './seating.ts';
import { brokenness } from './stage.ts';

/**
 * For every stage, why even everybody together could not fill it, each in one place; null where they could.
 * @param isFree whether somebody may decide at all: wrote no part of it
 */
export function shortages(
  stages: readonly RequiredStage[],
  roster: Roster,
  isFree: (human: PersonId) => boolean,
): readonly (string | null)[] {
  const free = [...roster.roles.keys()].filter(isFree);
  const might = (human: PersonId, stage: RequiredStage | undefined) =>
    stage !== undefined && mayAct(human, actionOf(stage), roster) && isAmong(human, stage.from, roster);
  const seats = seat(stages, free, (human, index) => might(human, stages[index]));
  return stages.map((stage, index) => {
    const found = seats[index]?.length ?? 0;
    if (found >= stage.need) return null;
    const left = free.filter((human) => might(human, stage)).length;
    const roles = rolesOf(actionOf(stage)).join(' or ');
    const whom = stage.from === null ? roles : `those it names who are ${roles}`;
    const elsewhere = left >= stage.need ? ', and other stages need them' : '';
    return `The stage "${stage.name}" asks ${stage.need} of ${whom}, and ${left} ${left === 1 ? 'is' : 'are'} left who did not write this${elsewhere}. Ask an admin for more people.`;
  });
}

/**
 * Whether nobody could satisfy what is required, whoever had written the change: a team that is gone, a person who left, too few
 * people. What its authors alone stand in the way of is no lock: somebody else can propose it.
 */
export function isLocked({
  requirement: { stages },
  roster,
}: Pick<Facts, 'requirement' | 'roster'>): boolean {
  return (
    stages.some((stage) => brokenness(stage, { roster }) !== null) ||
    shortages(stages, roster, () => true).some((why) => why !== null)
  );
}
