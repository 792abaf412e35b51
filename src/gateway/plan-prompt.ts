import { authorize, type Principal, permits, type Resource } from '../access/index.ts';
import type { Served } from '../changes/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import { digestOf, partialPaths, type ResolvedPrompt } from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import { formOfPrompt } from './call-form.ts';
import type { PromptCall } from './call-origin.ts';
import {
  refuseEnvironmentOutsideScope,
  refuseModelOutsideScope,
  refuseUseCaseOutsideScope,
} from './caller.ts';
import { composeBody, plain } from './compose.ts';
import type { ClientDialect } from './dialect.ts';
import type { ChatMessage } from './openai.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';
import {
  documentOf,
  modelOf,
  type PromptDocument,
  promisedBy,
  rendering,
  termsOf,
  variablesFor,
} from './prompt-document.ts';
import { type Questioned, questionOf } from './question.ts';
import { createRecent } from './recent.ts';

type LibraryResource = Extract<Resource, { kind: 'library' }>;

/** A client may go on with a conversation; instructions are the governed prompt's alone. */
const conversationRoles = new Set(['user', 'assistant', 'tool']);

const approvalsOfChanges = createRecent<readonly EntryId[]>(2_000);

/**
 * Works out what a governed prompt would run for this principal. Writes nothing.
 * @throws Problem 404 (identical for everything one may not know of), 403, or 422 with the prompt's faults
 */
export async function planPrompt(
  parts: GatewayParts,
  principal: Principal,
  call: PromptCall,
  dialect: ClientDialect = 'chat',
): Promise<Plan> {
  refuseInstructions(call.conversation);
  const reference = call.reference.includes('@') ? call.reference : `${call.reference}@production`;
  const found = await parts.libraries.resolve(principal, reference);
  const resolved = call.trialModel === undefined ? found : asTrial(found);
  const { library } = resolved;
  const resource: LibraryResource = {
    kind: 'library',
    id: library.id,
    restricted: library.visibility === 'restricted',
    paths: [resolved.path],
  };
  authorize(principal, 'execution.create', resource);
  if (call.trialModel !== undefined) refuseTrial(principal, resource);
  refuseEnvironmentOutsideScope(principal, resolved.environment);
  const document = documentOf(resolved);
  refuseUseCaseOutsideScope(principal, document.governance?.useCase ?? null, resolved.published);
  const rendered = rendering(document, resolved, variablesFor(document, call));
  const named = call.trialModel ?? modelOf(rendered, reference);
  refuseModelOutsideScope(principal, named);
  const [answering, approvals] = await Promise.all([
    parts.registry.find(principal.organization, named),
    approvalsOf(parts, principal.organization, resolved.change),
  ]);
  const body = limited(composeBody(rendered, answering.model, call.conversation), call);
  const form = formOfPrompt(answering, dialect, body);
  const { provider } = form;
  return {
    principal,
    action: 'execution.create',
    resource,
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
    redirectedFrom: resolved.redirectedFrom ?? [],
    approvals,
    environment: resolved.environment,
    ...form,
    betas: undefined,
    output: form.dialect === 'count_tokens' ? null : promisedBy(rendered),
    terms: termsOf(document),
    variables: plain(rendered.variables),
    origin: { kind: 'prompt', call, dialect },
    hold: null,
    served: servedOf(resolved, form.body.model),
    ...(await questionOf(parts, principal, {
      ...{ resource, provider, environment: resolved.environment, body: form.body },
      asks: asksOf(resolved, document, resource.restricted),
    })),
  };
}

/** The same bytes on another model are not what was approved: for policy, keys and the record they are as a branch is. */
function asTrial(resolved: ResolvedPrompt): ResolvedPrompt {
  return { ...resolved, published: false, environment: null, version: null, change: null };
}

function refuseTrial(principal: Principal, resource: LibraryResource): void {
  if (permits(principal, 'branch.list', resource)) return;
  throw new Problem({
    code: 'execution.create.forbidden',
    status: 403,
    detail:
      'Only those who work on this library try a prompt on another model than the one that it says. Leave the model out, or ask an admin for a role that reads unpublished work.',
  });
}

type Body = ReturnType<typeof composeBody>;

function limited(body: Body, { maxTokens }: PromptCall): Body {
  if (maxTokens === undefined) return body;
  const own = body.max_tokens;
  return { ...body, max_tokens: typeof own === 'number' ? Math.min(own, maxTokens) : maxTokens };
}

/**
 * The prompt, the partials that it renders with, and what sent its callers here: whoever recalls one of them recalls what goes through it.
 */
function servedOf(
  { library, path, digest, partials, published, redirectedFrom = [] }: ResolvedPrompt,
  model: string,
): Served {
  const before = redirectedFrom.map((from) => ({
    library: from.library.id,
    paths: [from.path],
    digest: from.digest,
  }));
  const included = [...partials].map(([name, source]) => ({
    library: library.id,
    paths: partialPaths(name),
    digest: digestOf(Buffer.from(source)),
  }));
  return {
    assets: [{ library: library.id, paths: [path], digest }, ...included, ...before],
    model,
    published,
  };
}

/** What policy is asked about. */
function asksOf(resolved: ResolvedPrompt, document: PromptDocument, restricted: boolean): Questioned['asks'] {
  const { governance } = document;
  return {
    action: 'execution.create',
    resource: {
      kind: 'prompt',
      library: resolved.library.name,
      name: resolved.name,
      digest: resolved.digest,
      published: resolved.published,
      riskTier: governance?.riskTier ?? null,
      restricted,
      useCase: governance?.useCase ?? null,
      dataClasses: governance?.dataClasses ?? [],
    },
  };
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
