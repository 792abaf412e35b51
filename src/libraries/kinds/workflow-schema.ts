import type { Schema } from '@cfworker/json-schema';

const text = (longest: number, description = `a text of at most ${longest} characters`): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength: longest,
  description,
});
const number = (rule: Schema, description: string): Schema => ({ type: 'number', ...rule, description });
const count = (most: number, description: string): Schema => ({
  type: 'integer',
  minimum: 1,
  maximum: most,
  description,
});
const oneOf = (...names: string[]): Schema => ({ type: 'string', enum: names });
const list = (items: Schema, rule: Schema = {}): Schema => ({ type: 'array', items, ...rule });
const fields = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
/** The field `then`, which no object literal may have lest it be awaited. */
const otherwise = (...names: string[]): Record<string, Schema> =>
  Object.fromEntries([['then', oneOf(...names)]]);
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const anything: Schema = { type: 'object' };

/** What a step does: exactly one of these. An approval is a gate. */
export const STEP_ACTS = ['prompt', 'approval', 'action', 'workflow'] as const;

/** Whom a gate asks, and when it gives up. */
const approval = fields(
  {
    shows: list(text(200, 'the name of an input or output, such as steps.extract.output'), { maxItems: 50 }),
    quorum: ref('quorum'),
    separation: fields({
      distinctHumans: { type: 'boolean' },
      exclude: list(oneOf('requester', 'contributors', 'runOwner')),
    }),
    decisions: list(oneOf('approve', 'edit', 'reject', 'respond'), { minItems: 1 }),
    reason: fields({ required: { type: 'boolean' }, minChars: count(10_000, 'a whole number from 1') }),
    auth: fields({ maxAge: ref('duration'), factor: oneOf('any', 'second', 'phishing-resistant') }),
    remind: ref('duration'),
    escalate: list(fields({ after: ref('duration'), to: ref('party') }, ['after', 'to']), { maxItems: 10 }),
    expire: fields({ after: ref('duration'), ...otherwise('reject', 'fail') }, ['after', 'then']),
    delegation: fields({ allowed: { type: 'boolean' }, maxChain: count(5, 'a whole number from 1 to 5') }),
  },
  ['quorum'],
);

const step = fields(
  {
    id: { ...ref('name') },
    description: text(2_000),
    needs: list(text(64, 'the id of another step'), { maxItems: 100 }),
    when: text(2_000, 'a condition, written as text'),
    prompt: fields({ ref: ref('prompt'), channel: ref('name'), variables: anything }, ['ref']),
    approval,
    action: fields({ connector: text(200, 'the name of a connector, such as esign.send'), args: anything }, [
      'connector',
    ]),
    workflow: fields({ ref: text(400, 'the name of a workflow'), inputs: anything }, ['ref']),
    model: fields({ policy: text(200), name: text(200) }),
    output: anything,
    onInvalid: fields({
      retry: { type: 'integer', minimum: 0, maximum: 10, description: 'a whole number from 0 to 10' },
      ...otherwise('fail', 'continue'),
    }),
    checks: list(
      fields(
        {
          score: text(200, 'the name of a score'),
          min: number({}, 'a number'),
          max: number({}, 'a number'),
          judge: text(200),
        },
        ['score'],
      ),
      { maxItems: 50 },
    ),
    impact: oneOf('read-only', 'reversible', 'externally-reversible', 'irreversible'),
    idempotency: text(500),
    compensate: fields({ action: text(200, 'the name of a connector'), args: anything }, ['action']),
    timeout: ref('duration'),
  },
  ['id'],
);

/**
 * The format of `*.workflow.yaml` as JSON Schema 2020-12: the same one checks files, and is for editors and documentation. What a
 * schema cannot say (known ids, no cycles, gates that can be reached, one act a step) is checked beside it.
 */
export const workflowSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...fields(
    {
      apiVersion: { const: 'countersign/v1', description: '"countersign/v1"' },
      kind: { const: 'Workflow', description: '"Workflow"' },
      metadata: fields(
        {
          name: ref('name'),
          owner: ref('party'),
          purpose: text(2_000),
          riskTier: oneOf('low', 'medium', 'high'),
          tags: list(text(64, 'a short word'), { maxItems: 50 }),
        },
        ['name'],
      ),
      spec: fields(
        {
          inputs: anything,
          schemas: anything,
          limits: fields({
            maxCostUsd: number({ exclusiveMinimum: 0 }, 'an amount above 0'),
            maxSteps: count(10_000, 'a whole number from 1 to 10000'),
            maxDuration: ref('duration'),
            maxDepth: count(10, 'a whole number from 1 to 10'),
          }),
          versioning: oneOf('pinned', 'migrate'),
          steps: list(ref('step'), { minItems: 1, maxItems: 200 }),
          outcome: fields({ decision: anything, sampleReview: anything }),
        },
        ['steps'],
      ),
    },
    ['apiVersion', 'kind', 'metadata', 'spec'],
  ),
  $defs: {
    step,
    name: {
      type: 'string',
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$',
      description: 'small letters, digits and hyphens, at most 64',
    },
    duration: {
      type: 'string',
      pattern: '^[1-9][0-9]{0,5}(?:s|m|h|d)$',
      description: 'a duration such as 30s, 15m, 8h or 5d',
    },
    party: {
      type: 'string',
      pattern: '^(?:group|team|person|role):[^\\s:]{1,200}$',
      description: 'somebody, such as group:legal, team:legal-ops, person:ID or role:approver',
    },
    prompt: {
      type: 'string',
      pattern: '^prompt:[^\\s]{1,400}$',
      description: 'the name of a prompt, such as prompt:legal/extract-clauses',
    },
    quorum: fields({
      all: list(ref('vote'), { minItems: 1, maxItems: 20 }),
      any: list(ref('vote'), { minItems: 1, maxItems: 20 }),
      count: count(20, 'a whole number from 1 to 20'),
      from: ref('party'),
    }),
    vote: fields(
      {
        count: count(20, 'a whole number from 1 to 20'),
        from: ref('party'),
        when: text(2_000, 'a condition, written as text'),
      },
      ['count', 'from'],
    ),
  },
};
