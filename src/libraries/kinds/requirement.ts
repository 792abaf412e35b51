import { isFields, isList, type Value } from '../dotprompt/value.ts';
import { type PlainYaml, readPlainYaml, type YamlPath } from '../yaml/read.ts';
import { parseExpression } from './expression.ts';
import { type AssetFault, inOrder, type KindReading, yamlFaults } from './fault.ts';
import { partyWords, type RequirementRule, ruleFrom } from './requirement-rule.ts';
import { requirementSchema } from './requirement-schema.ts';
import { fieldsOf, nameOf, schemaFindings } from './schema-faults.ts';

export const REQUIREMENT_LIMITS = { characters: 65_536, depth: 16, anchors: 1_000, brackets: 5_000 } as const;

export interface RequirementOutline {
  readonly kind: 'requirement';
  readonly rules: {
    id: string;
    description: string | null;
    /** When it applies, as words; empty for always. */
    applies: string[];
    stages: { name: string; kind: string; need: number | null; from: string[]; line: number }[];
    publish: string[];
    checks: string[];
    line: number;
  }[];
}

/** Reads `*.requirement.yaml`. Pure, total, bounded. */
export function readRequirement(text: string): KindReading<RequirementOutline> {
  const { faults, rules } = requirementOf(text);
  if (rules === null) return { faults, outline: null };
  return { faults, outline: { kind: 'requirement', rules: rules.map(outlineOf) } };
}

/** The rules of a requirement's file; null when it is none. Whoever evaluates them refuses a file with any fault. */
export function requirementOf(text: string): {
  readonly faults: readonly AssetFault[];
  readonly rules: readonly RequirementRule[] | null;
} {
  const yaml = readPlainYaml(text, { limits: REQUIREMENT_LIMITS, subject: 'The requirement' });
  if (!yaml.ok) return { faults: yamlFaults('requirement', yaml.faults), rules: null };
  const invalid: Invalid = (message, place) => ({ code: 'requirement.invalid', message, ...place });
  if (!isFields(yaml.value)) {
    const message = 'A requirement is a list of rules under "rules:". Write it.';
    return { faults: [invalid(message, yaml.at([]))], rules: null };
  }
  const found = schemaFindings(requirementSchema, yaml).map(({ message, ...place }) =>
    invalid(message, place),
  );
  const list = fieldsOf(yaml.value).rules;
  const placed = isList(list) ? list.slice(0, 50) : [];
  const more = placed.flatMap((rule, index) => ruleFindings(rule, ['rules', index], { text, yaml, invalid }));
  const twice = repeated(placed, ['rules'], 'id').map(({ path, message }) =>
    invalid(message, yaml.valueAt(path)),
  );
  const rules = placed.map((rule, index) => ruleFrom(rule, ['rules', index], yaml));
  return { faults: inOrder([...found, ...more, ...twice]), rules };
}

type Invalid = (message: string, place: { line: number; column: number }) => AssetFault;
interface Reading {
  readonly text: string;
  readonly yaml: PlainYaml;
  readonly invalid: Invalid;
}

/** What the schema cannot say. */
function ruleFindings(rule: Value, path: YamlPath, reading: Reading): AssetFault[] {
  const { yaml, invalid } = reading;
  const { stages, publish } = fieldsOf(rule);
  const condition = fieldsOf(rule).for;
  const list = isList(stages) ? stages : [];
  const names = repeated(list, [...path, 'stages'], 'name');
  const asked = list.flatMap((stage, index) => {
    const at = [...path, 'stages', index];
    return [
      ...partyFindings(fieldsOf(stage).from, [...at, 'from']),
      ...partyFindings(fieldsOf(fieldsOf(stage).escalate).to, [...at, 'escalate', 'to']),
    ];
  });
  const publishers = partyFindings(fieldsOf(publish).from, [...path, 'publish', 'from']);
  return [
    ...[...names, ...asked, ...publishers].map((found) => invalid(found.message, yaml.valueAt(found.path))),
    ...whenFindings(fieldsOf(condition).when, [...path, 'for', 'when'], reading),
  ];
}

function partyFindings(from: Value, path: YamlPath): { path: YamlPath; message: string }[] {
  if (!isList(from)) return [];
  return from.flatMap((party, index) => {
    if (!isFields(party) || Object.keys(party).length === 1) return [];
    const at = [...path, index];
    return [{ path: at, message: `${nameOf(at)} names one role, team or person. Make an item of each.` }];
  });
}

function whenFindings(when: Value, path: YamlPath, { text, yaml, invalid }: Reading): AssetFault[] {
  if (typeof when !== 'string') return [];
  const read = parseExpression(when);
  if (read.ok) return [];
  const place = yaml.valueAt(path);
  const line = text.split('\n')[place.line - 1] ?? '';
  const quoted = /["']/.test(line.charAt(place.column - 1)) ? 1 : 0;
  const isPlain = line.startsWith(when, place.column - 1 + quoted);
  return [invalid(read.message, isPlain ? { ...place, column: place.column + quoted + read.at } : place)];
}

function repeated(list: readonly Value[], path: YamlPath, field: 'id' | 'name') {
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const name = fieldsOf(item)[field];
    if (typeof name !== 'string') return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      {
        path: [...path, index, field],
        message: `The ${field} "${name.slice(0, 80)}" stands here twice. Choose another.`,
      },
    ];
  });
}

function outlineOf(rule: RequirementRule): RequirementOutline['rules'][number] {
  return {
    id: rule.id,
    description: rule.description,
    applies: [...rule.applies],
    stages: rule.stages.map(({ name, kind, need, from, line }) => {
      return {
        name,
        kind,
        need: Number.isFinite(need) ? need : null,
        from: (from ?? []).map(partyWords),
        line,
      };
    }),
    publish: (rule.publish ?? []).map(partyWords),
    checks: [...rule.checks],
    line: rule.line,
  };
}
