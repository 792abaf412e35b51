import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { partyWords } from '../../libraries/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { type Needs, previewRequirement } from '../requirement/preview.ts';
import { type RuleInForce, readRequirement } from '../requirement/read.ts';
import {
  appliedRuleSchema,
  publishersWords,
  requiredStageSchema,
  requiredStageWire,
  sourceSchema,
  sourcesWire,
} from '../requirement/wire.ts';
import { name } from './wire.ts';

const operation = operationsOf<Principal>('changes');
const params = z.strictObject({ library: name });
const unmet = z.string().nullable().meta({ description: 'Why nobody could meet it today' });
const file = z.strictObject({ path: z.string().min(1).max(1_024), text: z.string().max(262_144) });

const inForceSchema = z.object({
  library: z.string(),
  environment: z.string(),
  version: z.string(),
  sources: z.array(sourceSchema),
  rules: z.array(
    appliedRuleSchema.extend({
      applies: z.array(z.string()).meta({ description: 'When it applies, in words; empty for always' }),
      stages: z.array(requiredStageSchema),
      publish: z.array(z.string()),
      checks: z.array(z.string()),
      unmet,
    }),
  ),
});

const previewSchema = z.object({
  faults: z.array(
    z.object({ code: z.string(), message: z.string(), line: z.number().int(), column: z.number().int() }),
  ),
  rules: z.array(z.object({ rule: z.string(), unmet })),
  needs: z.array(
    z.object({
      change: z.string().nullable(),
      title: z.string(),
      rules: z.array(appliedRuleSchema),
      stages: z.array(requiredStageSchema),
      publish: z.string(),
      checks: z.array(z.string()),
    }),
  ),
});

/** What is required, and what would be. */
export function requirementOperations(parts: ChangesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'requirement.read',
      method: 'get',
      path: '/api/v1/libraries/{library}/requirement',
      summary: 'What is required of changes to a library, and where from',
      description:
        'Every rule in force for an environment: of the organization’s library `policy`, and of the library itself. Everybody who may see the library.',
      params,
      query: z.strictObject({ environment: name.default('production') }),
      answer: { schema: inForceSchema },
      handle: async ({ principal, params: { library }, query }) => {
        const found = await readRequirement(parts, principal, library, query.environment);
        return {
          library,
          environment: found.environment,
          version: found.version,
          sources: sourcesWire(found.sources),
          rules: found.rules.map(ruleWire),
        };
      },
    }),
    operation({
      id: 'requirement.preview',
      method: 'post',
      path: '/api/v1/libraries/{library}/requirement/preview',
      summary: 'What changes or sample assets would need',
      description:
        'As things are, or as if a proposed file stood in the library already; with its faults, and whether anybody could meet its rules today. Writes nothing. Everybody who may see the library and the changes.',
      params,
      body: z.strictObject({
        environment: name.default('production'),
        proposed: file.nullable().default(null),
        changes: z.array(z.string().max(100)).max(20).default([]),
        samples: z.array(file).max(20).default([]),
      }),
      answer: { schema: previewSchema },
      handle: async ({ principal, params: { library }, body }) => {
        const { faults, rules, needs } = await previewRequirement(parts, principal, library, body);
        return {
          faults: faults.map(({ code, message, line, column }) => ({ code, message, line, column })),
          rules: rules.map((rule) => ({ ...rule })),
          needs: needs.map(needsWire),
        };
      },
    }),
  ];
}

function ruleWire(rule: RuleInForce): z.output<typeof inForceSchema>['rules'][number] {
  const { id, name: ruleName, source, description, unmet: why } = rule;
  return {
    ...{ id, name: ruleName, source, description, unmet: why },
    applies: [...rule.applies],
    stages: rule.stages.map(requiredStageWire),
    publish: (rule.publish ?? []).map(partyWords),
    checks: [...rule.checks],
  };
}

function needsWire({ change, title, requirement }: Needs): z.output<typeof previewSchema>['needs'][number] {
  return {
    change,
    title,
    rules: requirement.rules.map((rule) => ({ ...rule })),
    stages: requirement.stages.map(requiredStageWire),
    publish: publishersWords(requirement.publish),
    checks: [...requirement.checks],
  };
}
