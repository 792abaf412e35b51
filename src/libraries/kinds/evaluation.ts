import { isFields, isList, type Value } from '../dotprompt/value.ts';
import { type PlainYaml, readPlainYaml, type YamlPath } from '../yaml/read.ts';
import { assertionFindings } from './assertion.ts';
import { evaluationSchema, testListSchema } from './evaluation-schema.ts';
import { type AssetFault, inOrder, type KindReading, yamlFaults } from './fault.ts';
import { fieldsOf, schemaFindings } from './schema-faults.ts';

export const EVALUATION_LIMITS = { characters: 262_144, depth: 32, anchors: 1_000, brackets: 5_000 } as const;

export interface Assertion {
  readonly type: string;
  /** As one line, cut when it is long. */
  readonly value: string | null;
  readonly threshold: number | null;
  readonly line: number;
}

export interface EvaluationTest {
  readonly description: string | null;
  readonly vars: string[];
  readonly assertions: Assertion[];
  readonly line: number;
}

export interface EvaluationOutline {
  readonly kind: 'evaluation';
  readonly description: string | null;
  /** Assertions that every test has. */
  readonly always: Assertion[];
  readonly tests: EvaluationTest[];
}

/** Reads `*.eval.yaml`: promptfoo's tests, in a configuration or as a bare list. Pure, total, bounded. */
export function readEvaluation(text: string): KindReading<EvaluationOutline> {
  const yaml = readPlainYaml(text, { limits: EVALUATION_LIMITS, subject: 'The evaluation' });
  if (!yaml.ok) return { faults: yamlFaults('evaluation', yaml.faults), outline: null };
  const invalid = ({ message, ...place }: { message: string; line: number; column: number }): AssetFault => ({
    code: 'evaluation.invalid',
    message,
    ...place,
  });
  if (!isFields(yaml.value) && !isList(yaml.value)) {
    const message = 'An evaluation is a list of tests, or has one under "tests:". Write it.';
    return { faults: [invalid({ message, ...yaml.at([]) })], outline: null };
  }
  const schema = isList(yaml.value) ? testListSchema : evaluationSchema;
  const found = schemaFindings(schema, yaml).map(invalid);
  const asserted = assertionsIn(yaml.value)
    .flatMap((place) => findingsOf(place, yaml))
    .map(invalid);
  return { faults: inOrder([...found, ...asserted]), outline: outlineOf(yaml) };
}

interface Placed {
  readonly path: YamlPath;
  readonly value: Value;
}

function testsIn(value: Value): readonly Placed[] {
  const [list, path] = isList(value) ? [value, []] : [fieldsOf(value).tests, ['tests']];
  return isList(list) ? list.map((test, index) => ({ path: [...path, index], value: test })) : [];
}

const assertsOf = ({ path, value }: Placed): readonly Placed[] => {
  const { assert } = fieldsOf(value);
  return isList(assert)
    ? assert.map((item, index) => ({ path: [...path, 'assert', index], value: item }))
    : [];
};

const defaultTest = (value: Value): Placed => ({
  path: ['defaultTest'],
  value: fieldsOf(value).defaultTest,
});

/** Every assertion, those of sets too. */
function assertionsIn(value: Value): readonly Placed[] {
  const direct = [defaultTest(value), ...testsIn(value)].flatMap(assertsOf);
  return [...direct, ...direct.flatMap(assertsOf)];
}

function findingsOf(
  place: Placed,
  yaml: PlainYaml,
): readonly { message: string; line: number; column: number }[] {
  const { path, value: assertion } = place;
  if (!isFields(assertion) || assertion.$ref !== undefined) return [];
  const { type, value, threshold } = assertion;
  if (type === undefined)
    return [
      { message: 'This assertion has no "type". Say what to check, such as contains.', ...yaml.at(path) },
    ];
  if (typeof type !== 'string' || type === '') return [];
  if (type === 'assert-set')
    return isList(assertion.assert)
      ? []
      : [{ message: 'An assert-set holds a list of assertions under "assert". Add it.', ...yaml.at(path) }];
  return assertionFindings(type, value, threshold).map(({ field, message }) => ({
    message,
    ...yaml.valueAt(field === undefined ? path : [...path, field]),
  }));
}

function outlineOf(yaml: PlainYaml): EvaluationOutline {
  const { description } = fieldsOf(yaml.value);
  return {
    kind: 'evaluation',
    description: typeof description === 'string' ? description : null,
    always: assertsOf(defaultTest(yaml.value)).map((place) => assertionOf(place, yaml)),
    tests: testsIn(yaml.value)
      .slice(0, 500)
      .map((test) => {
        const { description: said, vars } = fieldsOf(test.value);
        return {
          description: typeof said === 'string' ? said : null,
          vars: Object.keys(fieldsOf(vars ?? {})),
          assertions: assertsOf(test).map((place) => assertionOf(place, yaml)),
          line: yaml.at(test.path).line,
        };
      }),
  };
}

function assertionOf({ path, value: assertion }: Placed, yaml: PlainYaml): Assertion {
  const { type, value, threshold } = fieldsOf(assertion);
  const shown = typeof value === 'string' ? value : value === undefined ? null : JSON.stringify(value);
  return {
    type: typeof type === 'string' ? type : '',
    value: shown === null ? null : shown.replaceAll(/\s+/g, ' ').slice(0, 200).toWellFormed(),
    threshold: typeof threshold === 'number' ? threshold : null,
    line: yaml.at(path).line,
  };
}
