import { expect, it } from 'vitest';
import { z } from 'zod';
import { formedCall, formedEntry } from './entries.fixture.ts';
import type { FormedEntry } from './form.ts';
import { otlpTraces } from './otlp.ts';

/** The messages of opentelemetry-proto 1.x as OTLP/JSON has them; strict, because a collector drops names that it does not know. */
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({
    arrayValue: z.strictObject({ values: z.array(z.strictObject({ stringValue: z.string() })) }),
  }),
]);
const attributes = z.array(z.strictObject({ key: z.string(), value }));
const span = z.strictObject({
  traceId: z.string().regex(/^(?!0{32})[0-9a-f]{32}$/),
  spanId: z.string().regex(/^(?!0{16})[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string(),
  kind: z.literal(3),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes,
  status: z.strictObject({ code: z.literal(2).optional(), message: z.string().optional() }),
});
const traces = z.strictObject({
  resourceSpans: z.tuple([
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.tuple([
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string() }),
          spans: z.array(span),
        }),
      ]),
    }),
  ]),
});

function spansOf(...entries: FormedEntry[]) {
  return traces
    .parse(otlpTraces(entries))
    .resourceSpans[0].scopeSpans[0].spans.map(({ attributes: list, ...rest }) => ({
      ...rest,
      has: Object.fromEntries(list.map(({ key, value: held }) => [key, Object.values(held)[0]])),
    }));
}

it('gives a span for each model call, and nothing for what is none', () => {
  const [only, ...others] = spansOf(
    formedEntry('change.approve'),
    formedEntry('execution.intend', {}),
    formedCall(),
  );
  expect(others).toEqual([]);
  expect(only).toMatchObject({
    name: 'chat gpt-x',
    startTimeUnixNano: '1795176004000000000',
    endTimeUnixNano: '1795176005250000000',
    status: {},
    has: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-x',
      'gen_ai.response.model': 'gpt-x-1',
      'gen_ai.response.finish_reasons': { values: [{ stringValue: 'stop' }] },
      'gen_ai.usage.input_tokens': '12',
      'gen_ai.usage.output_tokens': '30',
      'countersign.prompt.version': '7',
      'countersign.verdict': 'permit',
    },
  });
  expect(otlpTraces([formedEntry('change.approve')])).toBeUndefined();
});

it('says what failed', () => {
  const [failed] = spansOf(formedCall({ status: 'failed', problem: 'provider.unreachable', tokens: null }));
  expect(failed).toMatchObject({ status: { code: 2, message: 'provider.unreachable' } });
  expect(failed?.has['error.type']).toBe('provider.unreachable');
  expect(failed?.has).not.toHaveProperty('gen_ai.usage.input_tokens');
});

it('is the same span however often it is sent, has the ids of the reply, and is in the caller’s trace where it named one', () => {
  const id = 'exe_01m8ezgeen75d1pwxhk15ze4eq';
  const ran = (data = {}) => {
    const formed = formedCall(data);
    return spansOf({ ...formed, entry: { ...formed.entry, subject: { kind: 'execution', id } } })[0];
  };
  const once = ran();
  expect(ran()).toMatchObject({ traceId: once?.traceId, spanId: once?.spanId });
  expect(`00-${once?.traceId}-${once?.spanId}-01`).toBe(traceparentFor(id));
  const trace = {
    id: '0af7651916cd43dd8448eb211c80319c',
    parent: 'b7ad6b7169203331',
    span: once?.spanId ?? '',
  };
  expect(ran({ trace })).toMatchObject({
    ...{ traceId: trace.id, parentSpanId: trace.parent, spanId: trace.span },
  });
  for (const wrong of [{ ...trace, id: '0'.repeat(32) }, 'x', null])
    expect(ran({ trace: wrong })).toMatchObject({ traceId: once?.traceId });
});

/** As an id is read (Crockford’s base 32), written anew: 26 digits of 5 bits, of which the last 128 count. */
function traceparentFor(id: string): string {
  const digits = [...id.slice(4)].map((digit) => '0123456789abcdefghjkmnpqrstvwxyz'.indexOf(digit));
  const binary = digits
    .map((digit) => digit.toString(2).padStart(5, '0'))
    .join('')
    .slice(-128);
  const hex = (binary.match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
  return `00-${hex}-${hex.slice(16)}-01`;
}
