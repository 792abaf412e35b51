import { describe, expect, it } from 'vitest';
import { builtInDetectors, type Found } from '../../policy/index.ts';
import { type Dialect, eventOf } from '../dialect.ts';
import { createPlaceholders, cutsOf } from './replace.ts';
import { createStreamFilter } from './stream-filter.ts';

const removals = [
  ...['email', 'card', 'secret', 'national_id', 'iban'].map((dataClass) => ({
    kind: 'redact' as const,
    dataClass,
    reversible: false,
  })),
];

function filterOf(dialect: Dialect) {
  const placeholders = createPlaceholders();
  const judge = async (text: string, found: readonly Found[]) => cutsOf(text, found, removals, placeholders);
  return createStreamFilter(dialect, builtInDetectors, judge, async (members) => members);
}

const chat = (content: string, finish: string | null = null) =>
  eventOf({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: finish }] });
const block = (text: string) =>
  eventOf({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const response = (delta: string) =>
  eventOf({ type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta });

const shapes = {
  chat: { dialect: 'chat', piece: chat, end: chat('', 'stop') },
  'tool calls': {
    dialect: 'chat',
    piece: (text: string) =>
      eventOf({
        choices: [{ index: 0, delta: { tool_calls: [{ index: 1, function: { arguments: text } }] } }],
      }),
    end: chat('', 'tool_calls'),
  },
  messages: { dialect: 'messages', piece: block, end: eventOf({ type: 'content_block_stop', index: 0 }) },
  responses: {
    dialect: 'responses',
    piece: response,
    end: eventOf({ type: 'response.output_text.done', text: '' }),
  },
} as const;

async function through(shape: keyof typeof shapes, pieces: readonly string[]): Promise<string> {
  const { dialect, piece, end } = shapes[shape];
  const filter = filterOf(dialect);
  const events = [];
  for (const text of pieces) events.push(...(await filter.next(piece(text))));
  events.push(...(await filter.next(end)), ...(await filter.end()));
  return events.map(({ json }) => textOf(json)).join('');
}

function textOf(json: unknown): string {
  const found: string[] = [];
  JSON.stringify(json, (name, value: unknown) => {
    if (['content', 'arguments', 'text', 'delta'].includes(name) && typeof value === 'string')
      found.push(value);
    return value;
  });
  return found.join('');
}

const filler = 'and then some more of it. '.repeat(14);
const texts = {
  email: ['Write to jane@acme.com today', 'Write to [EMAIL_1] today'],
  card: ['Pay with 4111 1111 1111 1111 now', 'Pay with [CARD_1] now'],
  'a number by the word before it': ['BSN 111222333 it is', 'BSN [NATIONAL_ID_1] it is'],
  secret: [`use ${'gh'}p_${'aB3'.repeat(12)} there`, 'use [SECRET_1] there'],
  base64: [`see ${Buffer.from('mail jane@acme.com').toString('base64')} ok`, 'see [EMAIL_1] ok'],
  nothing: ['There is nothing in it [at all]', 'There is nothing in it [at all]'],
} as const;

describe('AT-55: what stands across pieces of a stream is found at every split position', () => {
  for (const shape of ['chat', 'tool calls', 'messages', 'responses'] as const)
    it(`in ${shape}`, async () => {
      for (const [name, [text, expected]] of Object.entries(texts))
        for (let at = 0; at <= text.length; at += 1)
          expect(await through(shape, [text.slice(0, at), text.slice(at)]), `${name} at ${at}`).toBe(
            expected,
          );
    });

  it('one character at a time, at the edge of the window, and in the middle of a long answer', async () => {
    for (const [text, expected] of Object.values(texts)) {
      expect(await through('chat', [...text])).toBe(expected);
      for (const before of [200, 228, 240, 250, 256, 300]) {
        const lead = filler.slice(0, before);
        const whole = `${lead} ${text} ${filler}`;
        const cuts = [
          whole.slice(0, before + 9),
          whole.slice(before + 9, before + 20),
          whole.slice(before + 20),
        ];
        expect(await through('chat', cuts)).toBe(`${lead} ${expected} ${filler}`);
        expect(await through('chat', [...whole])).toBe(`${lead} ${expected} ${filler}`);
      }
    }
  });

  it('in base64 that is longer than the window', async () => {
    const run = Buffer.from(`${'nothing here, go on. '.repeat(60)}jane@acme.com`).toString('base64');
    expect(await through('chat', `see ${run} ok`.match(/.{1,7}/gs) ?? [])).toBe('see [EMAIL_1] ok');
  });

  it('in texts that go on side by side, each for itself', async () => {
    const filter = filterOf('chat');
    const both = (first: string, second: string) =>
      eventOf({ choices: [first, second].map((content, index) => ({ index, delta: { content } })) });
    const events = [
      ...(await filter.next(both('jane@', 'Nothing '))),
      ...(await filter.next(both('acme.com', 'here'))),
      ...(await filter.end()),
    ];
    const said = [0, 1].map((index) =>
      events
        .flatMap(({ json }) => {
          const { choices } = JSON.parse(JSON.stringify(json));
          return choices
            .filter((one: { index: number }) => one.index === index)
            .map((one: { delta: { content: string } }) => one.delta.content);
        })
        .join(''),
    );
    expect(said).toEqual(['[EMAIL_1]', 'Nothing here']);
  });

  it('lets what is far enough back go, so that a stream stays one', async () => {
    const filter = filterOf('chat');
    let out = '';
    for (let at = 0; at < 40; at += 1)
      for (const { json } of await filter.next(chat(filler.slice(0, 26)))) out += textOf(json);
    expect(out.length).toBeGreaterThan(40 * 26 - 300);
  });

  it('goes past pings: they end no text', async () => {
    const filter = filterOf('messages');
    const events = [
      ...(await filter.next(block('jane@ac'))),
      ...(await filter.next(eventOf({ type: 'ping' }))),
      ...(await filter.next(block('me.com'))),
      ...(await filter.next(eventOf({ type: 'content_block_stop', index: 0 }))),
    ];
    expect(events.map(({ json }) => textOf(json)).join('')).toBe('[EMAIL_1]');
    expect(events.at(-1)?.json.type).toBe('content_block_stop');
  });
});
