import type { FaultCode } from './fault.ts';
import { didYouMean } from './fault.ts';
import type { BlockHelper, Expression, Hash, PrintingHelper } from './template.ts';

/** The roles that a message can have (Dotprompt, "Roles"). */
export const ROLES = ['system', 'user', 'model', 'tool'] as const;
export type Role = (typeof ROLES)[number];

const ARITY: Readonly<Record<PrintingHelper | BlockHelper | 'value', number>> = {
  role: 1,
  history: 0,
  media: 0,
  section: 1,
  json: 1,
  if: 1,
  unless: 1,
  each: 1,
  with: 1,
  ifEquals: 2,
  unlessEquals: 2,
  value: 1,
};

const USAGE: Readonly<Record<PrintingHelper | BlockHelper | 'value', string>> = {
  role: '{{role "system"}}',
  history: '{{history}}',
  media: '{{media url=photo}}',
  section: '{{section "name"}}',
  json: '{{json value}}',
  if: '{{#if value}}…{{/if}}',
  unless: '{{#unless value}}…{{/unless}}',
  each: '{{#each list}}…{{/each}}',
  with: '{{#with value}}…{{/with}}',
  ifEquals: '{{#ifEquals one other}}…{{/ifEquals}}',
  unlessEquals: '{{#unlessEquals one other}}…{{/unlessEquals}}',
  value: '{{#value}}…{{/value}}',
};

export function isRole(name: unknown): name is Role {
  return ROLES.some((role) => role === name);
}

/** What to say about a role that does not exist. */
export function roleMessage(name: string): string {
  const hint = name === 'assistant' ? ' Did you mean "model"?' : didYouMean(name, ROLES);
  return `There is no role "${name.slice(0, 40)}".${hint || ` The roles are ${ROLES.join(', ')}.`}`;
}

/** Why a helper cannot be called like this, or undefined. Only what can be seen without data. */
export function arityFault(
  name: PrintingHelper | BlockHelper | 'value',
  params: readonly Expression[],
  hash: Hash,
): { code: FaultCode; message: string } | undefined {
  if (params.length !== ARITY[name] || (name === 'media' && !hash.has('url'))) {
    return { code: 'prompt.helper_misused', message: `"${name}" is written ${USAGE[name]}.` };
  }
  const first = params[0];
  if (name === 'role' && first?.type === 'literal' && !isRole(first.value)) {
    return { code: 'prompt.role_unknown', message: roleMessage(`${first.value}`) };
  }
  return undefined;
}
