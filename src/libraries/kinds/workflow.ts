import { fieldsFrom, isFields, isList, type Value } from '../dotprompt/value.ts';
import { type PlainYaml, readPlainYaml, type YamlPath } from '../yaml/read.ts';
import { type AssetFault, inOrder, type KindReading, yamlFaults } from './fault.ts';
import { fieldsOf, nameOf, schemaFindings } from './schema-faults.ts';
import { type GraphStep, graphFindings } from './workflow-graph.ts';
import { STEP_ACTS, workflowSchema } from './workflow-schema.ts';

export const WORKFLOW_LIMITS = { characters: 131_072, depth: 32, anchors: 1_000, brackets: 5_000 } as const;

export interface WorkflowStep {
  readonly id: string;
  /** What it does; null while that is unclear. An approval is a gate. */
  readonly act: (typeof STEP_ACTS)[number] | null;
  /** The prompt, connector or workflow that it runs, or whom the gate asks. */
  readonly detail: string;
  readonly needs: string[];
  readonly when: string | null;
  readonly impact: string | null;
  readonly line: number;
}

export interface WorkflowOutline {
  readonly kind: 'workflow';
  readonly name: string;
  readonly purpose: string | null;
  readonly riskTier: 'low' | 'medium' | 'high' | null;
  readonly steps: WorkflowStep[];
}

/** Reads `*.workflow.yaml`: our format, by `workflowSchema`, and the graph of its steps. Pure, total, bounded. */
export function readWorkflow(text: string): KindReading<WorkflowOutline> {
  const yaml = readPlainYaml(text, { limits: WORKFLOW_LIMITS, subject: 'The workflow' });
  if (!yaml.ok) return { faults: yamlFaults('workflow', yaml.faults), outline: null };
  const invalid = (message: string, place: { line: number; column: number }): AssetFault => ({
    code: 'workflow.invalid',
    message,
    ...place,
  });
  if (!isFields(yaml.value))
    return {
      faults: [
        invalid('A workflow starts with "apiVersion: countersign/v1". Write its fields.', yaml.at([])),
      ],
      outline: null,
    };
  const found = schemaFindings(workflowSchema, yaml).map(({ message, ...place }) => invalid(message, place));
  const steps = stepsOf(yaml.value);
  const acts = steps.flatMap(({ value, path }) => actFinding(value, path, yaml, invalid));
  const graph = graphFindings(steps.flatMap(({ value, index }) => graphStep(value, index)));
  const tangled = graph.map(({ path, message }) => invalid(message, yaml.valueAt(path)));
  return { faults: inOrder([...found, ...acts, ...tangled]), outline: outlineOf(yaml.value, yaml) };
}

interface Step {
  readonly index: number;
  readonly path: YamlPath;
  readonly value: Value;
}

function stepsOf(value: Value): readonly Step[] {
  const { steps } = fieldsOf(fieldsOf(value).spec);
  return isList(steps)
    ? steps.slice(0, 200).map((step, index) => ({ index, path: ['spec', 'steps', index], value: step }))
    : [];
}

/** A step does exactly one thing. */
function actFinding(
  value: Value,
  path: YamlPath,
  yaml: PlainYaml,
  invalid: (message: string, place: { line: number; column: number }) => AssetFault,
): AssetFault[] {
  if (!isFields(value)) return [];
  const acts = STEP_ACTS.filter((act) => value[act] !== undefined);
  const [, second] = acts;
  const name = typeof value.id === 'string' ? `The step "${value.id.slice(0, 64)}"` : nameOf(path);
  if (acts.length === 0)
    return [invalid(`${name} does nothing. Give it one of ${STEP_ACTS.join(', ')}.`, yaml.at(path))];
  if (second === undefined) return [];
  const message = `${name} does ${acts.join(' and ')}. Make a step of each.`;
  return [invalid(message, yaml.at([...path, second]))];
}

function graphStep(value: Value, index: number): GraphStep[] {
  const { id, needs, when, approval } = fieldsOf(value);
  if (typeof id !== 'string') return [];
  return [
    {
      index,
      id: id.slice(0, 64),
      needs: textsOf(needs),
      when: typeof when === 'string' ? when : null,
      isGate: approval !== undefined,
    },
  ];
}

const textsOf = (value: Value): string[] =>
  isList(value) ? value.filter((item) => typeof item === 'string').slice(0, 100) : [];

const textOr = (value: Value): string | null => (typeof value === 'string' ? value : null);

function outlineOf(value: Value, yaml: PlainYaml): WorkflowOutline {
  const metadata = fieldsOf(fieldsOf(value).metadata);
  const tier = metadata.riskTier;
  return {
    kind: 'workflow',
    name: textOr(metadata.name) ?? '',
    purpose: textOr(metadata.purpose),
    riskTier: tier === 'low' || tier === 'medium' || tier === 'high' ? tier : null,
    steps: stepsOf(value).map(({ value: step, path, index }) => {
      const { id, needs, when, impact } = fieldsOf(step);
      const act = STEP_ACTS.find((known) => fieldsOf(step)[known] !== undefined) ?? null;
      return {
        id: textOr(id) ?? `step ${index + 1}`,
        act,
        detail: act === null ? '' : detailOf(act, fieldsOf(step)[act]),
        needs: textsOf(needs),
        when: textOr(when),
        impact: textOr(impact),
        line: yaml.at(path).line,
      };
    }),
  };
}

function detailOf(act: (typeof STEP_ACTS)[number], value: Value): string {
  const fields = isFields(value) ? value : fieldsFrom([]);
  if (act === 'action') return textOr(fields.connector) ?? '';
  if (act !== 'approval') return textOr(fields.ref) ?? '';
  const { all, any, count, from } = fieldsOf(fields.quorum);
  const votes = isList(all)
    ? all
    : isList(any)
      ? any
      : [
          fieldsFrom([
            ['count', count],
            ['from', from],
          ]),
        ];
  const asked = votes.map((vote) => {
    const { count: needed, from: party } = fieldsOf(vote);
    return `${typeof needed === 'number' ? needed : 1} of ${textOr(party) ?? 'anybody'}`;
  });
  return asked.join(isList(any) && !isList(all) ? ' or ' : ' and ').slice(0, 400);
}
