import { actorOf, type Principal, permits, theOrganization } from '../access/index.ts';
import type { EntryId, ProofBundle } from '../ledger/index.ts';
import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { commitTo } from '../platform/crypto/index.ts';
import { isId } from '../platform/id.ts';
import { notFound } from '../platform/problem.ts';
import type { Verdict } from '../policy/index.ts';
import { conversationOf } from './context/names.ts';
import { custodyOf, custodyPrincipals } from './custody.ts';
import type { Execution } from './execution.ts';
import { factsOf } from './facts.ts';
import { isJsonArray, isJsonObject, parseJson } from './json.ts';
import { isKept } from './keeping/store/content.ts';
import { openContent } from './open-content.ts';
import type { GatewayParts } from './parts.ts';
import { provenanceOf } from './provenance.ts';
import { maySee } from './sight.ts';
import { findExecution } from './store/executions.ts';
import { turnsAfter } from './store/sequences.ts';
import { type CustodyStep, type ExecutionWire, executionWire } from './wire.ts';

export interface ExecutionContent {
  readonly variables: Record<string, JsonValue>;
  readonly messages: JsonValue[];
  readonly parameters: Record<string, JsonValue>;
  readonly output: { text: string; reply: JsonValue } | null;
  readonly contentShown: boolean;
}

export interface ExecutionPage extends ExecutionWire, ExecutionContent {
  readonly contentLocked: boolean;
  readonly custody: CustodyStep[];
  readonly held: boolean;
  readonly turnsAfter: string[];
}

/**
 * One's own execution with what was said, or anybody's with `execution.list_all` and without it: that is read by `execution.read_content`,
 * which asks why. The chain of custody is always there. Otherwise the identical 404.
 */
export async function readExecution(
  parts: GatewayParts,
  principal: Principal,
  id: string,
): Promise<ExecutionPage> {
  const execution = await openExecution(parts, principal, id);
  const isOwn = execution.principal === principal.id;
  const [provenance, content, held, turns] = await Promise.all([
    provenanceOf(parts, execution),
    isOwn ? contentOf(parts, execution) : nothing,
    isKept(parts.reader, execution.organization, execution.id),
    turnsAfter(parts.reader, execution.organization, execution.id),
  ]);
  const names = await parts.access.names(principal.organization, custodyPrincipals(execution, provenance));
  return {
    ...executionWire(execution, names),
    // The first turn of a conversation without a name is told by the turns that went on from it.
    conversation: execution.conversation ?? (turns.length === 0 ? null : conversationOf(execution.id)),
    turnsAfter: turns,
    ...shownContent(principal, execution, content),
    contentLocked: !isOwn && execution.erased === null && execution.status !== 'refused',
    custody: custodyOf(execution, provenance, names),
    held,
  };
}

/**
 * What was said to a model and what came out, to whoever says why they need it. The reason is an entry of its own, `execution.read_content`,
 * which is durable before anything is shown. @throws Problem 404
 */
export async function readContent(
  parts: GatewayParts,
  principal: Principal,
  id: string,
  reason: string,
): Promise<ExecutionContent> {
  const execution = await openExecution(parts, principal, id);
  const { organization } = execution;
  await parts.ledger.record(async () => ({
    value: undefined,
    entry: {
      organization,
      action: 'execution.read_content',
      actor: actorOf(principal),
      subject: { kind: 'execution', id: execution.id },
      data: { ranBy: execution.human, reason: commitTo(reason).commitment },
    },
  }));
  return shownContent(principal, execution, await contentOf(parts, execution));
}

const nothing = { input: undefined, output: undefined };

function shownContent(
  principal: Principal,
  execution: Execution,
  { input, output }: Awaited<ReturnType<typeof contentOf>>,
): ExecutionContent {
  return {
    variables: { ...memberObject(input, 'variables') },
    messages: [...memberArray(input, 'messages')],
    parameters: { ...memberObject(input, 'parameters') },
    output: output === undefined || isWithheld(principal, execution) ? null : outputOf(output),
    contentShown: input !== undefined,
  };
}

/** What came out of something recalled is kept for those who look into it, and served to nobody. What somebody stopped themselves is theirs. */
function isWithheld(principal: Principal, { status, problem }: Execution): boolean {
  if (problem?.code === 'execution.stopped') return false;
  return status === 'stopped' && !permits(principal, 'execution.list_all', theOrganization);
}

/** The reply with its text, as the API gives it. */
export function outputOf(reply: JsonObject): { text: string; reply: JsonValue } {
  return { text: factsOf(reply).text, reply };
}

/** Proves intent, outcome, and the governing entries of the version that ran. Waits until they are under a signed checkpoint. */
export async function proveExecution(
  parts: GatewayParts,
  principal: Principal,
  id: string,
): Promise<ProofBundle> {
  const execution = await openExecution(parts, principal, id);
  return parts.ledger.prove(principal.organization, await provingEntries(parts, execution));
}

/** Intent, outcome, and the governing entries of the version that ran. */
export async function provingEntries(parts: GatewayParts, execution: Execution): Promise<EntryId[]> {
  const { first, commits, story } = await provenanceOf(parts, execution);
  const { intent, outcome } = execution.entries;
  const governing = [...(first === undefined ? [] : [first]), ...commits, ...story].map((act) => act.entry);
  const entries = [...governing, intent, ...(outcome === null ? [] : [outcome])];
  return [...new Set(entries)];
}

/** The verdict of one's own execution, or anybody's with `execution.list_all`, refused ones too. Otherwise the identical 404. */
export async function verdictOf(parts: GatewayParts, principal: Principal, id: string): Promise<Verdict> {
  const { organization } = principal;
  const refusal = isId('exe', id) ? await parts.policies.refusal(organization, id) : undefined;
  // Refusals from before they were executions too are known to policy alone.
  if (refusal === undefined || (isId('exe', id) && (await findExecution(parts.reader, organization, id))))
    return (await openExecution(parts, principal, id)).verdict;
  const { asked } = refusal.verdict;
  if (asked?.principal.id === principal.id || permits(principal, 'execution.list_all', theOrganization))
    return refusal.verdict;
  throw notFound();
}

export async function openExecution(
  parts: GatewayParts,
  principal: Principal,
  id: string,
): Promise<Execution> {
  const execution = isId('exe', id)
    ? await findExecution(parts.reader, principal.organization, id)
    : undefined;
  if (execution === undefined || !(await maySee(parts, principal, execution))) throw notFound();
  return execution;
}

/** Opens what is stored of an execution; what was erased is undefined. */
async function contentOf(
  parts: GatewayParts,
  execution: Execution,
): Promise<{ input: JsonObject | undefined; output: JsonObject | undefined }> {
  const { input, output } = await openContent(parts, execution.organization, execution.id);
  const object = (text: string | undefined): JsonObject | undefined => {
    const value = text === undefined ? undefined : parseJson(text);
    return isJsonObject(value) ? value : undefined;
  };
  return { input: object(input?.text), output: object(output?.text) };
}

function memberObject(value: JsonObject | undefined, name: string): JsonObject {
  const member = value?.[name];
  return isJsonObject(member) ? member : {};
}

function memberArray(value: JsonObject | undefined, name: string): readonly JsonValue[] {
  const member = value?.[name];
  return isJsonArray(member) ? member : [];
}
