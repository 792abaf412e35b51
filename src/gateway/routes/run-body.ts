import { z } from 'zod';
import type { PromptCall } from '../call-origin.ts';
import { parameterNotAllowed } from '../prompt-call.ts';
import { jsonMembers } from './json-members.ts';

const reference = z
  .string()
  .min(3)
  .max(500)
  .regex(/^[^\0]+$/, 'holds a NUL');

/** What runs a governed prompt by the API, at once or as a stream. */
export const runSchema = z.strictObject({
  prompt: reference,
  variables: jsonMembers.default({}),
  model: z.string().max(200).optional(),
  parameters: jsonMembers.optional(),
  trial: z
    .strictObject({ model: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'is a model name') })
    .optional()
    .meta({ description: 'On another model than the prompt says, as unpublished work.' }),
});

/** @throws Problem `execution.parameter_not_allowed` for what only the prompt says */
export function promptRun(body: z.output<typeof runSchema>): PromptCall {
  if (body.model !== undefined) throw parameterNotAllowed('model');
  const [parameter] = Object.keys(body.parameters ?? {});
  if (parameter !== undefined) throw parameterNotAllowed(parameter);
  const { prompt, variables, trial } = body;
  return { reference: prompt, variables, labels: {}, conversation: [], trialModel: trial?.model };
}
