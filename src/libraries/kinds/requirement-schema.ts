import type { Schema } from '@cfworker/json-schema';
import { roles } from '../../access/index.ts';
import { DURATION_PATTERN } from './duration.ts';
import { EXPRESSION_LIMITS } from './expression.ts';

const text = (longest: number, description: string): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength: longest,
  description,
});
const oneOf = (...names: string[]): Schema => ({ type: 'string', enum: names });
const list = (items: Schema, rule: Schema = {}): Schema => ({
  type: 'array',
  items,
  minItems: 1,
  maxItems: 50,
  ...rule,
});
const fields = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

const parties = list(ref('party'), { description: 'a list such as [{ role: approver }, { team: legal }]' });

const stage = fields(
  {
    name: text(60, 'what this stage is called, such as peer review'),
    kind: oneOf('review', 'approval'),
    need: { type: 'integer', minimum: 1, maximum: 20, description: 'how many people, from 1 to 20' },
    from: parties,
    stepUp: ref('duration'),
    validFor: ref('duration'),
    remind: ref('duration'),
    escalate: fields({ after: ref('duration'), to: parties }, ['after', 'to']),
    lapse: ref('duration'),
  },
  ['name', 'kind', 'need'],
);

const condition = fields({
  libraries: list(ref('name')),
  environments: list(ref('name')),
  kinds: list(
    oneOf(
      'prompt',
      'policy',
      'workflow',
      'evaluation',
      'skill',
      'requirement',
      'classes',
      'model',
      'use-case',
      'value-model',
      'other',
    ),
  ),
  risk: list(oneOf('low', 'medium', 'high')),
  paths: list(text(200, 'a pattern of paths such as emails/**')),
  when: text(EXPRESSION_LIMITS.characters, 'a condition such as risk == "high"'),
});

/** The format of `*.requirement.yaml` as JSON Schema 2020-12: it checks files, and is for editors and documentation. */
export const requirementSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...fields(
    {
      rules: {
        type: 'array',
        maxItems: 50,
        description: 'a list of rules',
        items: fields(
          {
            id: ref('name'),
            description: text(500, 'a sentence for people'),
            for: condition,
            stages: { type: 'array', items: stage, maxItems: 10, description: 'a list of stages' },
            publish: fields({ from: parties }, ['from']),
            checks: list(ref('check')),
          },
          ['id'],
        ),
      },
    },
    ['rules'],
  ),
  $defs: {
    name: {
      type: 'string',
      pattern: '^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$',
      description: 'a name of small letters, digits and hyphens',
    },
    check: {
      type: 'string',
      pattern: '^[a-z][a-z0-9_-]{0,62}$',
      description: 'the name of a check, such as evaluations',
    },
    duration: {
      type: 'string',
      pattern: DURATION_PATTERN,
      description: 'a duration such as 15m, 8h or 5d',
    },
    party: {
      ...fields({
        role: oneOf(...roles),
        team: text(100, 'the name of a team'),
        person: text(254, 'an e-mail address'),
      }),
      description: 'somebody, such as { role: approver }, { team: legal } or { person: dana@example.com }',
    },
  },
};
