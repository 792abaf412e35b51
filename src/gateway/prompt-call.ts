import { Problem } from '../platform/problem.ts';
import { type ChatRequest, labelsOf, variablesOf } from './openai.ts';
import type { PromptCall } from './plan-prompt.ts';

/** How a client names a governed prompt where OpenAI's shape wants a model. */
export const promptPrefix = 'prompt:';

/** What a client may say about a governed call. Everything else is the prompt's own: a setting that is quietly ignored would be a lie. */
const allowed = new Set([
  'model',
  'messages',
  'variables',
  'metadata',
  'user',
  'safety_identifier',
  'stream',
  'stream_options',
]);

export function isPromptCall(request: ChatRequest): boolean {
  return request.model.startsWith(promptPrefix);
}

/**
 * Reads a chat completion that names a governed prompt. Pure.
 * @throws Problem `execution.parameter_not_allowed` (422)
 */
export function promptCallOf(request: ChatRequest): PromptCall {
  const { members } = request;
  const other = Object.keys(members).find((name) => !allowed.has(name) && members[name] !== null);
  if (other !== undefined) throw parameterNotAllowed(other);
  return {
    reference: request.model.slice(promptPrefix.length),
    variables: variablesOf(members),
    labels: labelsOf(members),
    conversation: request.messages,
  };
}

export function parameterNotAllowed(name: string): Problem {
  return new Problem({
    code: 'execution.parameter_not_allowed',
    status: 422,
    detail: `A governed prompt sets "${name.slice(0, 100)}" itself, in its front matter. Leave it out, or propose a change of the prompt.`,
    more: { param: name.slice(0, 100) },
  });
}
