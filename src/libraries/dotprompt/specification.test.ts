import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Message, parsePrompt, renderPrompt } from './index.ts';
import { isFields, toValue } from './value.ts';

/**
 * Dotprompt's public specification suite, read from beside the checkout and never part of it. How a case is meant follows
 * the reference implementation's own runner: `render` answers everything but `input`, `renderMetadata` everything but
 * `messages`, and `raw` is compared only where a case expects it.
 */
const folder = fileURLToPath(new URL('../../../../shared/vectors/dotprompt', import.meta.url));

const record = z.record(z.string(), z.unknown());
const messages = z.array(
  z.custom<Message>((input) => typeof input === 'object' && input !== null && 'role' in input),
);
const data = z.object({ input: record, context: record, messages, docs: z.array(z.unknown()) }).partial();
const suites = z.array(
  z.object({
    name: z.string(),
    template: z.string(),
    data: data.optional(),
    schemas: record.optional(),
    resolverSchemas: record.optional(),
    partials: z.record(z.string(), z.string()).optional(),
    resolverPartials: z.record(z.string(), z.string()).optional(),
    tests: z.array(
      z.object({
        desc: z.string().default('matches'),
        data: data.optional(),
        options: z
          .object({ input: z.object({ default: record }) })
          .partial()
          .optional(),
        expect: record,
      }),
    ),
  }),
);
type Suite = z.infer<typeof suites>[number];
type Case = Suite['tests'][number];

function check(suite: Suite, test: Case): void {
  const schemas = (name: string) => {
    const schema = toValue(suite.schemas?.[name] ?? suite.resolverSchemas?.[name]);
    return isFields(schema) ? schema : undefined;
  };
  const parsed = parsePrompt(suite.template, schemas);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const given = { ...suite.data, ...test.data };
  const rendered = renderPrompt(parsed.prompt, {
    variables: given.input ?? {},
    context: given.context ?? {},
    history: given.messages ?? [],
    docs: given.docs ?? [],
    defaults: test.options?.input?.default ?? {},
    partials: (name) => suite.partials?.[name] ?? suite.resolverPartials?.[name],
  });
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.faults));
  const { raw, input, ...metadata } = rendered.metadata;
  const {
    raw: rawExpected,
    input: inputExpected,
    messages: messagesExpected,
    metadata: _,
    ...expected
  } = test.expect;
  expect(metadata).toEqual({ ext: {}, config: {}, ...expected });
  expect(rendered.messages).toEqual(messagesExpected);
  if (rawExpected) expect(raw).toEqual(rawExpected);
  const merged = test.options?.input ? { ...input, ...test.options.input } : input;
  expect(merged).toEqual(inputExpected);
}

if (!existsSync(folder)) {
  console.log('Dotprompt specification suite: not beside this checkout, its cases did not run.');
}

describe('the Dotprompt specification suite', () => {
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))
    : [];
  let cases = 0;
  for (const file of files.sort()) {
    describe(file, () => {
      for (const suite of suites.parse(parse(readFileSync(join(folder, file), 'utf8')))) {
        for (const test of suite.tests) {
          cases += 1;
          it(`${suite.name}: ${test.desc}`, () => check(suite, test));
        }
      }
    });
  }

  it('has cases when it is there, and skips none', () => {
    expect(cases).toBeGreaterThanOrEqual(existsSync(folder) ? 100 : 0);
    if (cases > 0) console.log(`Dotprompt specification suite: ${cases} cases, 0 skipped.`);
  });
});
