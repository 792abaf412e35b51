/**
 * Dotprompt, read and rendered without trusting the author: no code generation, no prototypes, bounded work.
 * Everything here is pure; nothing here throws at its callers except for bugs.
 */

export type { Governance, PromptDocument, PromptMetadata } from './document.ts';
export type { Fault, FaultCode, Position } from './fault.ts';
export { splitDocument } from './front-matter.ts';
export { inputSchema } from './input-schema.ts';
export type { Message, Part } from './messages.ts';
export {
  type ParseResult,
  type Partials,
  parsePrompt,
  partialsIn,
  partialsUsed,
  type RenderedPrompt,
  type RenderInput,
  type RenderResult,
  renderPrompt,
} from './render.ts';
export type { Role } from './signatures.ts';
export type { Fields, Value } from './value.ts';
export { type Variable, variablesUsed } from './variables.ts';
