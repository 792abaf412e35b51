import type { Schema } from '@cfworker/json-schema';

const text: Schema = { type: 'string' };
const anything: Schema = {};
const number: Schema = { type: 'number' };
const map: Schema = { type: 'object' };
const named = (names: readonly string[]): Record<string, Schema> =>
  Object.fromEntries(names.map((name) => [name, anything]));

const assertion: Schema = {
  type: 'object',
  properties: {
    type: { ...text, minLength: 1, description: 'the type of an assertion, such as contains' },
    value: anything,
    threshold: number,
    weight: { ...number, minimum: 0 },
    metric: text,
    assert: { type: 'array', items: { $ref: '#/$defs/assertion' }, maxItems: 200 },
    ...named(['config', 'provider', 'rubricPrompt', 'transform', 'contextTransform', '$ref']),
  },
  additionalProperties: false,
  description: 'an assertion with its "type"',
};

const testCase: Schema = {
  type: ['object', 'string'],
  properties: {
    description: text,
    vars: { type: ['object', 'string', 'array'], description: 'a list of "name: value" lines' },
    assert: {
      type: 'array',
      items: { $ref: '#/$defs/assertion' },
      maxItems: 200,
      description: 'a list of assertions',
    },
    options: map,
    metadata: map,
    threshold: number,
    ...named(['provider', 'providers', 'prompts', 'providerOutput', 'assertScoringFunction']),
  },
  additionalProperties: false,
  description: 'a test with "vars" and "assert"',
};

const tests: Schema = { type: 'array', items: { $ref: '#/$defs/testCase' }, maxItems: 2_000 };
const $defs = { assertion, testCase };

/** A bare list of tests. */
export const testListSchema: Schema = { ...tests, minItems: 1, $defs };

/** promptfoo's configuration as far as tests are concerned; what else it may hold is kept and not looked at. */
export const evaluationSchema: Schema = {
  type: 'object',
  properties: {
    $schema: anything,
    description: text,
    tests: { ...tests, type: ['array', 'string', 'object'], description: 'a list of tests' },
    defaultTest: { $ref: '#/$defs/testCase' },
    ...named(['prompts', 'providers', 'targets', 'scenarios', 'tags', 'env', 'extensions', 'metadata']),
    ...named(['evaluateOptions', 'commandLineOptions', 'derivedMetrics', 'nunjucksFilters', 'sharing']),
    ...named(['outputPath', 'writeLatestResults', 'redteam', 'tracing', 'assertionTemplates']),
  },
  required: ['tests'],
  additionalProperties: false,
  $defs,
};
