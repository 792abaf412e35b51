import { type Fields, fieldsFrom, isFields, isList, merged, type Value } from '../dotprompt/value.ts';
import { type PlainYaml, readPlainYaml, type YamlPath } from '../yaml/read.ts';
import { EVALUATION_LIMITS } from './evaluation.ts';
import { fieldsOf } from './schema-faults.ts';

/** One assertion as it is written, for whoever checks an answer. */
export interface CaseAssertion {
  readonly type: string;
  readonly value: Value;
  readonly threshold: number | null;
  /** 0 only measures. */
  readonly weight: number;
  /** Who judges, where a model does. */
  readonly provider: string | null;
  /** Of an `assert-set`; empty otherwise. */
  readonly assertions: readonly CaseAssertion[];
  readonly line: number;
}

/** One case of an evaluation, complete: what all cases have is in it. */
export interface EvaluationCase {
  readonly description: string | null;
  /** Null where they stand elsewhere (a file), which is not read. */
  readonly vars: Fields | null;
  readonly assertions: readonly CaseAssertion[];
  /** The share of the weights that must hold; null: all of them. */
  readonly threshold: number | null;
  readonly line: number;
}

export interface EvaluationCases {
  /** As written: `LIBRARY/NAME`, `NAME`, or what only promptfoo understands. */
  readonly prompts: readonly string[];
  readonly cases: readonly EvaluationCase[];
}

/** Reads the cases of an evaluation. What has faults (`readEvaluation`) is not to be asked for. Pure, total. */
export function evaluationCases(text: string): EvaluationCases {
  const yaml = readPlainYaml(text, { limits: EVALUATION_LIMITS, subject: 'The evaluation' });
  if (!yaml.ok) return { prompts: [], cases: [] };
  const { value } = yaml;
  const { prompts, tests, defaultTest } = isList(value) ? fieldsFrom([['tests', value]]) : fieldsOf(value);
  const base: YamlPath = isList(value) ? [] : ['tests'];
  const shared = fieldsOf(defaultTest);
  return {
    prompts: isList(prompts) ? prompts.filter((one) => typeof one === 'string') : [],
    cases: (isList(tests) ? tests : []).map((test, at) =>
      caseOf(yaml, fieldsOf(test), [...base, at], shared),
    ),
  };
}

function caseOf(yaml: PlainYaml, test: Fields, path: YamlPath, shared: Fields): EvaluationCase {
  const judge = providerOf(test.options) ?? providerOf(shared.options);
  const own = assertionsOf(yaml, test, path, judge);
  const threshold = typeof test.threshold === 'number' ? test.threshold : shared.threshold;
  return {
    description: typeof test.description === 'string' ? test.description : null,
    vars: test.vars === undefined || isFields(test.vars) ? merged(shared.vars, fieldsOf(test.vars)) : null,
    assertions: [...assertionsOf(yaml, shared, ['defaultTest'], judge), ...own],
    threshold: typeof threshold === 'number' ? threshold : null,
    line: yaml.at(path).line,
  };
}

const providerOf = (options: Value): string | null => {
  const { provider } = fieldsOf(options);
  return typeof provider === 'string' ? provider : null;
};

function assertionsOf(
  yaml: PlainYaml,
  { assert }: Fields,
  path: YamlPath,
  judge: string | null,
): readonly CaseAssertion[] {
  if (!isList(assert)) return [];
  return assert.map((written, at) => {
    const place = [...path, 'assert', at];
    const fields = fieldsOf(written);
    const { type, value, threshold, weight } = fields;
    return {
      type: typeof type === 'string' ? type : '',
      value,
      threshold: typeof threshold === 'number' ? threshold : null,
      weight: typeof weight === 'number' ? weight : 1,
      provider: typeof fields.provider === 'string' ? fields.provider : judge,
      assertions: assertionsOf(yaml, fields, place, judge),
      line: yaml.at(place).line,
    };
  });
}
