import type { Problem } from '../../platform/problem.ts';
import { anthropicError } from '../anthropic.ts';
import { type ClientDialect, eventOf, type StreamEvent } from '../dialect.ts';
import { googleError } from '../google.ts';
import { openaiError } from '../openai.ts';
import { eventText } from '../server-sent-events.ts';

/** How a dialect is streamed. */
export interface StreamShape {
  event(event: StreamEvent): string;
  /** What says that it broke off. */
  brokenOff(problem: Problem): string;
  /** What says that it is over, where the last event does not. */
  readonly end: string;
}

const plain = ({ data }: StreamEvent): string => eventText(data);

/** Events that carry their type as their name. */
const named = ({ data, json }: StreamEvent): string => {
  const { type } = json;
  // AT-52: a name from upstream is a word, or it is left out.
  return typeof type === 'string' && /^[a-z_.]{1,100}$/.test(type)
    ? `event: ${type}\n${eventText(data)}`
    : eventText(data);
};

const chat: StreamShape = {
  event: plain,
  brokenOff: (problem) => plain(eventOf(openaiError(problem))),
  end: eventText('[DONE]'),
};

const messages: StreamShape = {
  event: named,
  brokenOff: (problem) => named(eventOf(anthropicError(problem, null))),
  end: '',
};

const responses: StreamShape = {
  event: named,
  brokenOff: ({ code, detail }) => named(eventOf({ type: 'error', code, message: detail, param: null })),
  end: '',
};

const generate: StreamShape = {
  event: plain,
  brokenOff: (problem) => plain(eventOf(googleError(problem))),
  end: '',
};

export const shapes: Readonly<Record<ClientDialect, StreamShape>> = {
  chat,
  messages,
  responses,
  embeddings: chat,
  count_tokens: messages,
  generate,
  generate_count: generate,
};
