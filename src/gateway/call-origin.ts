import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { invariant } from '../platform/invariant.ts';
import { type ClientRequest, readClientRequest } from './client-request.ts';
import { type ClientDialect, clientDialects } from './dialect.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from './json.ts';
import { type ChatMessage, isChatMessage } from './openai.ts';

/** A call of a governed prompt. */
export interface PromptCall {
  /** `LIBRARY/NAME`, with `@…` or without (then the environment `production`). */
  readonly reference: string;
  readonly variables: JsonObject;
  /** Fill variables that are not given otherwise, where the names agree. */
  readonly labels: JsonObject;
  /** What the client adds to the conversation, after the prompt's own messages. */
  readonly conversation: readonly ChatMessage[];
  /** A limit of the client's own: it can only lower the prompt's. */
  readonly maxTokens?: number | undefined;
  /** A trial on another model than the prompt says. It counts as unpublished work: what was approved names its model. */
  readonly trialModel?: string | undefined;
}

/** What the headers of a call without a prompt say. */
export interface RawOrigin {
  /** What a client asks of Anthropic beyond the version. */
  readonly betas?: string | undefined;
  readonly useCase?: string | undefined;
  readonly environment?: string | undefined;
}

/** What a plan was made from, so that the same call can be planned again later. JSON all through. */
export type CallOrigin =
  | ({ readonly kind: 'raw'; readonly request: ClientRequest } & RawOrigin)
  | { readonly kind: 'prompt'; readonly call: PromptCall; readonly dialect: ClientDialect };

/** The dialect of whoever asked, whatever the provider speaks. */
export const askedIn = ({ origin }: { readonly origin: CallOrigin }): ClientDialect =>
  origin.kind === 'raw' ? origin.request.dialect : origin.dialect;

/** As JSON. A stream is answered by nobody later, so the call is asked for whole. */
export function originJson(origin: CallOrigin): JsonObject {
  if (origin.kind === 'prompt') {
    const { reference, variables, labels, conversation, maxTokens, trialModel } = origin.call;
    return {
      kind: 'prompt',
      dialect: origin.dialect,
      ...{ reference, variables, labels, conversation },
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(trialModel === undefined ? {} : { trialModel }),
    };
  }
  const { stream: _stream, stream_options: _options, ...members } = origin.request.members;
  return {
    kind: 'raw',
    dialect: origin.request.dialect,
    members,
    ...(origin.betas === undefined ? {} : { betas: origin.betas }),
    ...(origin.useCase === undefined ? {} : { useCase: origin.useCase }),
    ...(origin.environment === undefined ? {} : { environment: origin.environment }),
  };
}

/** Reads what `originJson` wrote. */
export function readOrigin(value: JsonValue): CallOrigin {
  invariant(isJsonObject(value), 'the origin of a call is an object');
  const dialect = clientDialects.find((one) => one === value.dialect);
  invariant(dialect !== undefined, 'the origin of a call has a dialect');
  if (value.kind === 'raw') {
    const request = readClientRequest(dialect, JSON.stringify(value.members ?? {}));
    return {
      kind: 'raw',
      request,
      betas: stringMember(value, 'betas'),
      useCase: stringMember(value, 'useCase'),
      environment: stringMember(value, 'environment'),
    };
  }
  const { variables, labels, conversation } = value;
  return {
    kind: 'prompt',
    dialect,
    call: {
      reference: stringMember(value, 'reference') ?? '',
      variables: isJsonObject(variables) ? variables : {},
      labels: isJsonObject(labels) ? labels : {},
      conversation: isJsonArray(conversation) ? conversation.filter(isChatMessage) : [],
      maxTokens: countMember(value, 'maxTokens'),
      trialModel: stringMember(value, 'trialModel'),
    },
  };
}
