import { authorize, type Principal } from '../../access/index.ts';
import type { Library, RequirementRule } from '../../libraries/index.ts';
import { resourceOf } from '../dossier.ts';
import type { ChangesParts } from '../parts.ts';
import { rulesMet } from './check.ts';
import { type InForce, inForce } from './in-force.ts';
import { defaultRequirement, type ReadSource, type RequiredStage } from './requirement.ts';

/** One rule in force for a library and an environment, whatever it is about. */
export interface RuleInForce {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly description: string;
  /** When it applies, in words; empty for always. */
  readonly applies: readonly string[];
  readonly stages: readonly RequiredStage[];
  readonly publish: RequirementRule['publish'];
  readonly checks: readonly string[];
  /** Why nobody could meet it today; null when somebody could. */
  readonly unmet: string | null;
}

export interface RequirementInForce extends InForce {
  readonly environment: string;
  readonly rules: readonly RuleInForce[];
}

/** What is in force for a library and an environment, and where it comes from. Everybody who may read the library. */
export async function readRequirement(
  parts: ChangesParts,
  principal: Principal,
  libraryName: string,
  environment: string,
): Promise<RequirementInForce> {
  const library = await parts.libraries.find(principal, libraryName);
  authorize(principal, 'requirement.read', resourceOf(library));
  const found = await inForce(parts, parts.reader, library);
  const rules: RuleInForce[] = [];
  for (const source of found.sources) rules.push(...(await rulesOf(parts, library, environment, source)));
  const fallback = { applies: [], publish: null, checks: [], unmet: null };
  const defaults = defaultRequirement.rules.map((rule) => ({
    ...rule,
    ...fallback,
    stages: defaultRequirement.stages,
  }));
  return { ...found, environment, rules: rules.length === 0 ? defaults : rules };
}

async function rulesOf(
  parts: ChangesParts,
  library: Library,
  environment: string,
  source: ReadSource,
): Promise<RuleInForce[]> {
  const file = `${source.library}/${source.path}`;
  if (source.rules === null) {
    const unmet = `${file} cannot be read, so nobody can satisfy it. Ask whoever governs it to mend it.`;
    const nothing = { applies: [], stages: [], publish: null, checks: [] };
    return [
      { ...nothing, id: `${file}#unreadable`, name: 'unreadable', source: file, description: unmet, unmet },
    ];
  }
  const rules = source.rules.filter(({ condition }) => {
    const isHere = !source.isPolicy || (condition.libraries?.includes(library.name) ?? true);
    return isHere && (condition.environments?.includes(environment) ?? true);
  });
  const met = await rulesMet(parts, library, source.path, rules, false);
  return rules.map((rule, index) => {
    const id = `${file}#${rule.id}`;
    return {
      id,
      name: rule.id,
      source: file,
      description: rule.description ?? '',
      applies: rule.applies,
      stages: rule.stages.map(({ line: _, ...stage }) => ({ ...stage, rule: id, broken: null })),
      publish: rule.publish,
      checks: rule.checks,
      unmet: met[index]?.unmet ?? null,
    };
  });
}
