import {
  type AssetDifference,
  type Comparison,
  kindOf,
  type Library,
  type RequirementRule,
  requirementOf,
} from '../../libraries/index.ts';
import type { ChangesParts } from '../parts.ts';
import { rosterFor } from '../standing/gather.ts';
import { isAmong, mayAct, type Roster } from '../standing/roster.ts';
import { shortages } from '../standing/shortage.ts';
import { brokenness } from '../standing/stage.ts';
import { governingEnvironment, policyLibrary } from './in-force.ts';
import type { RequiredStage } from './requirement.ts';

/** What came out, under the name that it has among the server's checks. */
interface Check {
  readonly name: 'requirements';
  readonly state: 'passed' | 'failed';
  readonly detail: string;
}

type Parts = Pick<ChangesParts, 'libraries' | 'people' | 'reader'>;

/**
 * The check of changes that change requirements: none in force ends or moves, and every rule that would come asks for something that
 * somebody could give today. Nothing for other changes.
 */
export async function checkRequirements(
  parts: Parts,
  library: Library,
  comparison: Pick<Comparison, 'assets'>,
): Promise<readonly Check[]> {
  const touched = comparison.assets.filter(({ path }) => kindOf(path) === 'requirement');
  if (touched.length === 0) return [];
  const gone = await ended(parts, library, touched);
  if (gone !== undefined)
    return [
      failed(
        `${gone} is in force and cannot be deleted or moved: what governs does not end by the way. Keep the file and change its rules; "rules: []" asks for nothing.`,
      ),
    ];
  const meetable: string[] = [];
  for (const { path, head } of touched) {
    const rules = head === null ? [] : await textMet(parts, library, path, head.text);
    const fault = rules.find(({ unmet }) => unmet !== null);
    if (fault !== undefined) return [failed(`${path}, rule "${fault.rule}": ${fault.unmet}`)];
    meetable.push(...rules.map(({ rule }) => rule));
  }
  const detail = `No rule asks for what nobody could give today: ${meetable.slice(0, 20).join(', ') || 'there are none'}.`;
  return [{ name: 'requirements', state: 'passed', detail }];
}

const failed = (detail: string): Check => ({ name: 'requirements', state: 'failed', detail });

async function ended(
  { libraries, reader }: Parts,
  library: Library,
  touched: readonly AssetDifference[],
): Promise<string | undefined> {
  const live = await libraries.liveTexts(reader, library, governingEnvironment, 'requirement');
  return touched.find(({ path, head }) => head === null && live.some((file) => file.path === path))?.path;
}

/** A rule, and why nobody could meet it today; null when somebody could. */
export interface RuleMet {
  readonly rule: string;
  readonly unmet: string | null;
}

/** Every rule of a text that would come into a library. */
export async function textMet(
  parts: Parts,
  library: Library,
  path: string,
  text: string,
): Promise<readonly RuleMet[]> {
  const { faults, rules } = requirementOf(text);
  const [fault] = faults;
  if (fault !== undefined || rules === null)
    return [{ rule: '', unmet: `It cannot be read: ${fault?.message ?? 'it holds no rules.'}` }];
  return rulesMet(parts, library, path, rules, library.name === policyLibrary);
}

/**
 * Whether somebody could meet each of some rules today.
 * @param everywhere whether they are the organization's: then in any library that they are for. Otherwise in this one
 */
export async function rulesMet(
  parts: Parts,
  library: Library,
  path: string,
  rules: readonly RequirementRule[],
  everywhere: boolean,
): Promise<readonly RuleMet[]> {
  const found: RuleMet[] = [];
  for (const { id, stages, publish, condition } of rules) {
    const required = stages.map(({ line: _, ...stage }) => ({
      ...stage,
      rule: `${path}#${id}`,
      broken: null,
    }));
    const foreign =
      !everywhere && condition.libraries !== null && !condition.libraries.includes(library.name);
    const places = everywhere ? await placesOf(parts, library, condition.libraries) : [library];
    const unmet = foreign
      ? `Only requirements in the library ${policyLibrary} are for other libraries. Remove "libraries".`
      : places.length === 0
        ? null
        : await unmetIn(parts, places, required, publish);
    found.push({ rule: id, unmet });
  }
  return found;
}

/** How many libraries are tried before a rule for all of them counts as one that nobody can meet. */
const mostPlaces = 50;

/**
 * Open libraries only: who could decide in a restricted one, or that there is one, is not for everybody who reads a policy to learn. A
 * rule for none of these is taken to be one that somebody could meet; changes there say when nobody can.
 */
async function placesOf(
  { libraries }: Parts,
  { organization }: Library,
  names: readonly string[] | null,
): Promise<readonly Library[]> {
  const all = await libraries.all(organization);
  return all
    .filter(({ name, visibility }) => visibility === 'open' && (names === null || names.includes(name)))
    .slice(0, mostPlaces);
}

/** Why a rule cannot be met in any of some libraries; null when it can in one. */
async function unmetIn(
  { people }: Parts,
  places: readonly Library[],
  stages: readonly RequiredStage[],
  publish: RequiredStage['from'],
): Promise<string | null> {
  let why: string | null = null;
  for (const place of places) {
    const roster = await rosterFor(people, place, { stages, publish: publish === null ? [] : [publish] });
    const unmet = unmetBy(roster, stages, publish);
    if (unmet === null) return null;
    why ??= unmet;
  }
  return why;
}

function unmetBy(
  roster: Roster,
  stages: readonly RequiredStage[],
  publish: RequiredStage['from'],
): string | null {
  const broken = stages.map((stage) => brokenness(stage, { roster })).find((why) => why !== null);
  const short = shortages(stages, roster, () => true).find((why) => why !== null);
  const publishes = (human: Parameters<typeof isAmong>[0]) =>
    mayAct(human, 'change.publish', roster) && isAmong(human, publish, roster);
  const noPublisher = publish !== null && ![...roster.roles.keys()].some(publishes);
  return (
    broken ??
    short ??
    (noPublisher ? 'Nobody of those who may publish is a publisher. Name somebody who is.' : null)
  );
}
