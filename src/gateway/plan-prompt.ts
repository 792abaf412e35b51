import { authorize, type Principal, permits, type Resource } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import { parsePrompt, type RenderedPrompt, type ResolvedPrompt, renderPrompt } from '../libraries/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { composeBody, plain } from './compose.ts';
import type { ChatMessage } from './openai.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';
import { createRecent } from './recent.ts';

type PromptDocument = Extract<ReturnType<typeof parsePrompt>, { ok: true }>['prompt'];

/** A call of a governed prompt. */
export interface PromptCall {
  /** `LIBRARY/NAME`, with `@…` or without (then the environment `production`). */
  readonly reference: string;
  readonly variables: JsonObject;
  /** What the client adds to the conversation, after the prompt's own messages. */
  readonly conversation: readonly ChatMessage[];
}

/** A client may go on with a conversation; instructions are the governed prompt's alone. */
const conversationRoles = new Set(['user', 'assistant', 'tool']);

const parsedPrompts = createRecent<PromptDocument>(500);
const approvalsOfChanges = createRecent<readonly EntryId[]>(2_000);

/**
 * Works out what a governed prompt would run for this principal. Writes nothing.
 * @throws Problem 404 (identical for everything one may not know of), 403, or 422 with the prompt's faults
 */
export async function planPrompt(parts: GatewayParts, principal: Principal, call: PromptCall): Promise<Plan> {
  refuseInstructions(call.conversation);
  const reference = call.reference.includes('@') ? call.reference : `${call.reference}@production`;
  const resolved = await parts.libraries.resolve(principal, reference);
  const { library } = resolved;
  const resource: Resource = {
    kind: 'library',
    id: library.id,
    restricted: library.visibility === 'restricted',
  };
  authorize(principal, 'execution.create', resource);
  refuseOutsideScope(principal, resolved.environment);
  const document = documentOf(resolved);
  const rendered = rendering(document, resolved, call.variables);
  const model = modelOf(rendered, reference);
  refuseModelOutsideScope(principal, model);
  const [provider, approvals] = await Promise.all([
    parts.registry.find(principal.organization, model),
    approvalsOf(parts, principal.organization, resolved.change),
  ]);
  return {
    principal,
    action: 'execution.create',
    prompt: {
      libraryId: library.id,
      library: library.name,
      name: resolved.name,
      path: resolved.path,
      version: resolved.version,
      digest: resolved.digest,
      reference,
      change: resolved.change,
    },
    approvals,
    environment: resolved.environment,
    provider,
    body: composeBody(rendered, model, call.conversation),
    variables: plain(rendered.variables),
    asked: {
      organization: principal.organization,
      principal: { kind: principal.kind, id: principal.id, roles: rolesOn(principal, resource) },
      action: 'execution.create',
      resource: {
        kind: 'prompt',
        library: library.name,
        name: resolved.name,
        digest: resolved.digest,
        published: resolved.published,
        riskTier: document.governance?.riskTier ?? null,
        restricted: resource.restricted,
      },
      context: {
        model,
        provider: provider.name,
        environment: resolved.environment,
        hour: parts.clock.now().getUTCHours(),
        dataClasses: [],
      },
    },
  };
}

/** Roles that count on this resource, sorted. */
export function rolesOn(principal: Principal, resource: Resource): string[] {
  const counting = principal.grants.filter((grant) =>
    permits(
      { ...principal, grants: [grant] },
      resource.kind === 'library' ? 'library.read' : 'organization.read',
      resource,
    ),
  );
  return [...new Set(counting.map((grant) => grant.role))].sort();
}

/** A key may be narrowed to models. */
export function refuseModelOutsideScope(principal: Principal, model: string): void {
  const { models } = principal.keyScope ?? {};
  if (models === undefined || models.includes(model)) return;
  throw outsideScope(`the model ${model.slice(0, 200)}`);
}

function refuseOutsideScope(principal: Principal, environment: string | null): void {
  const { environments } = principal.keyScope ?? {};
  if (environments === undefined || (environment !== null && environments.includes(environment))) return;
  throw outsideScope(
    environment === null ? 'revisions that are not published' : `the environment ${environment}`,
  );
}

function outsideScope(what: string): Problem {
  return new Problem({
    code: 'execution.create.forbidden',
    status: 403,
    detail: `This key is narrowed and does not reach ${what}. Use a key whose scope holds it.`,
  });
}

function refuseInstructions(conversation: readonly ChatMessage[]): void {
  const other = conversation.find((message) => !conversationRoles.has(message.role));
  if (other === undefined) return;
  throw new Problem({
    code: 'execution.role_not_allowed',
    status: 422,
    detail: `A governed prompt brings its own instructions, so a message with the role "${other.role.slice(0, 50)}" is not added. Send user, assistant and tool messages only, or change the prompt.`,
    more: { param: 'messages' },
  });
}

/** Parsed by digest, which names the text's exact bytes. */
function documentOf(resolved: ResolvedPrompt): PromptDocument {
  const known = parsedPrompts.get(resolved.digest);
  if (known !== undefined) return known;
  const parsed = parsePrompt(resolved.text);
  if (!parsed.ok) throw faulty(parsed.faults);
  parsedPrompts.set(resolved.digest, parsed.prompt);
  return parsed.prompt;
}

function rendering(
  document: PromptDocument,
  resolved: ResolvedPrompt,
  variables: JsonObject,
): RenderedPrompt {
  const rendered = renderPrompt(document, { variables, partials: (name) => resolved.partials.get(name) });
  if (!rendered.ok) throw faulty(rendered.faults);
  return rendered;
}

function faulty(faults: readonly { readonly code: string; readonly message: string }[]): Problem {
  const [first] = faults;
  return new Problem({
    code: first?.code ?? 'prompt.unparsable',
    status: 422,
    detail: faults.map((fault) => fault.message).join(' ') || 'The prompt cannot be rendered.',
    more: { faults, param: 'variables' },
  });
}

function modelOf(rendered: RenderedPrompt, reference: string): string {
  if (rendered.model !== undefined) return rendered.model;
  throw new Problem({
    code: 'prompt.model_missing',
    status: 422,
    detail: `The prompt ${reference} names no model. Add "model: …" to its front matter and publish it.`,
  });
}

async function approvalsOf(
  parts: GatewayParts,
  organization: OrganizationId,
  change: ResolvedPrompt['change'],
): Promise<readonly EntryId[]> {
  if (change === null) return [];
  const key = `${organization}/${change}`;
  const known = approvalsOfChanges.get(key);
  if (known !== undefined) return known;
  const story = await parts.changes.story(organization, change);
  const approvals = story.filter((act) => act.action === 'change.approve').map((act) => act.entry);
  approvalsOfChanges.set(key, approvals);
  return approvals;
}
