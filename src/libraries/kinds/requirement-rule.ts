import { isList, type Value } from '../dotprompt/value.ts';
import type { PlainYaml, YamlPath } from '../yaml/read.ts';
import { durationMs } from './duration.ts';
import { parseExpression } from './expression.ts';
import type { Expression } from './expression-tree.ts';
import { fieldsOf } from './schema-faults.ts';

/** Whom a stage asks. `unknown` is what could not be read: nobody. */
export type Party =
  | { readonly by: 'role' | 'team' | 'person'; readonly name: string }
  | { readonly by: 'unknown'; readonly name: string };

export interface RequirementStage {
  readonly name: string;
  readonly kind: 'review' | 'approval';
  /** NaN when it could not be read, so that it is never reached. */
  readonly need: number;
  /** Null: whoever holds the permission. */
  readonly from: readonly Party[] | null;
  readonly stepUpMs: number | null;
  readonly validForMs: number | null;
  readonly remindMs: number | null;
  readonly escalate: { readonly afterMs: number; readonly to: readonly Party[] } | null;
  readonly lapseMs: number | null;
  readonly line: number;
}

/** Everything that must hold for a rule to apply; null members ask nothing. */
export interface RequirementCondition {
  readonly libraries: readonly string[] | null;
  readonly environments: readonly string[] | null;
  readonly kinds: readonly string[] | null;
  readonly risk: readonly string[] | null;
  readonly paths: readonly string[] | null;
  readonly when: Expression | null;
}

export interface RequirementRule {
  readonly id: string;
  readonly description: string | null;
  readonly condition: RequirementCondition;
  /** The condition as words. */
  readonly applies: readonly string[];
  readonly stages: readonly RequirementStage[];
  /** Null: whoever may publish. */
  readonly publish: readonly Party[] | null;
  readonly checks: readonly string[];
  readonly line: number;
}

const textOf = (value: Value): string => (typeof value === 'string' ? value : '');
const textsOf = (value: Value): readonly string[] | null =>
  isList(value) ? value.filter((item) => typeof item === 'string') : null;

/** A rule as far as it can be read. Its file's faults say what could not. */
export function ruleFrom(value: Value, path: YamlPath, yaml: PlainYaml): RequirementRule {
  const { id, description, stages, publish, checks } = fieldsOf(value);
  const condition = fieldsOf(fieldsOf(value).for);
  const when = typeof condition.when === 'string' ? parseExpression(condition.when) : undefined;
  const read = {
    libraries: textsOf(condition.libraries),
    environments: textsOf(condition.environments),
    kinds: textsOf(condition.kinds),
    risk: textsOf(condition.risk),
    paths: textsOf(condition.paths),
  };
  return {
    id: textOf(id),
    description: typeof description === 'string' ? description : null,
    condition: { ...read, when: when?.ok === true ? when.expression : null },
    applies: [
      ...said('in', read.libraries),
      ...said('for', read.environments),
      ...said('of kind', read.kinds),
      ...said('of risk', read.risk),
      ...said('at', read.paths),
      ...(typeof condition.when === 'string' ? [`when ${condition.when}`] : []),
    ],
    stages: isList(stages)
      ? stages.slice(0, 10).map((stage, index) => stageFrom(stage, [...path, 'stages', index], yaml))
      : [],
    publish: partiesOf(fieldsOf(publish).from),
    checks: textsOf(checks) ?? [],
    line: yaml.at(path).line,
  };
}

const said = (word: string, names: readonly string[] | null): readonly string[] =>
  names === null ? [] : [`${word} ${names.join(' or ')}`];

function stageFrom(value: Value, path: YamlPath, yaml: PlainYaml): RequirementStage {
  const { name, kind, need, from, stepUp, validFor, remind, escalate, lapse } = fieldsOf(value);
  const { after, to } = fieldsOf(escalate);
  const afterMs = durationMs(after);
  return {
    name: textOf(name),
    kind: kind === 'review' ? 'review' : 'approval',
    need: typeof need === 'number' ? need : Number.NaN,
    from: partiesOf(from),
    stepUpMs: durationMs(stepUp) ?? null,
    validForMs: durationMs(validFor) ?? null,
    remindMs: durationMs(remind) ?? null,
    escalate: afterMs === undefined ? null : { afterMs, to: partiesOf(to) ?? [] },
    lapseMs: durationMs(lapse) ?? null,
    line: yaml.at(path).line,
  };
}

/** Null only where nothing stands: what stands there and is no list asks nobody. */
function partiesOf(value: Value): readonly Party[] | null {
  if (value === undefined) return null;
  return isList(value) ? value.map(partyFrom) : [];
}

function partyFrom(value: Value): Party {
  const { role, team, person } = fieldsOf(value);
  if (typeof role === 'string') return { by: 'role', name: role };
  if (typeof team === 'string') return { by: 'team', name: team };
  if (typeof person === 'string') return { by: 'person', name: person.normalize('NFC').trim().toLowerCase() };
  return { by: 'unknown', name: '' };
}

/** Somebody, as words: `a reviewer`, `team legal`, `dana@example.com`. */
export function partyWords({ by, name }: Party): string {
  if (by === 'role') return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
  if (by === 'team') return `team ${name}`;
  return by === 'person' ? name : 'nobody who can be read';
}
