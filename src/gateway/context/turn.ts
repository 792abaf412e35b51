import type { ExecutionId } from '../execution.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { newestOf, withTail } from '../store/sequences.ts';
import { saidNothing } from './context.ts';
import { conversationNamed, conversationOf } from './names.ts';
import { prefixOf } from './said.ts';

/** The conversation that a call is a turn of, and the turn before. Null: none that is known. */
export interface Turn {
  readonly conversation: string | null;
  readonly before: ExecutionId | null;
}

/**
 * By the name that the caller gives it; else by what was said before, to the same principal (docs/decisions/0019-context.md). Asks the
 * database only for what is a later turn.
 */
export async function turnOf(parts: Pick<GatewayParts, 'reader'>, plan: Plan): Promise<Turn> {
  const { principal, dialect, body, context: { conversation: name } = saidNothing } = plan;
  const { organization } = principal;
  if (name !== undefined) {
    const conversation = conversationNamed(principal, name);
    return { conversation, before: (await newestOf(parts.reader, organization, conversation)) ?? null };
  }
  const prefix = prefixOf(principal, dialect, body);
  const before = prefix === undefined ? undefined : await withTail(parts.reader, organization, prefix);
  if (before === undefined) return { conversation: null, before: null };
  return { conversation: before.conversation ?? conversationOf(before.id), before: before.id };
}
