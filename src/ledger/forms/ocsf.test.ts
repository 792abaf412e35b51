import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { canonicalBytes, canonicalJson, type JsonObject } from '../../platform/canonical-json.ts';
import { formedCall, formedEntry } from './entries.fixture.ts';
import { ocsfEvent } from './ocsf.ts';

const attribute = z.strictObject({
  type: z.string(),
  array: z.boolean().default(false),
  required: z.boolean().default(false),
  deprecated: z.boolean().default(false),
  profile: z.string().optional(),
  enum: z.record(z.string(), z.string()).optional(),
  sibling: z.string().optional(),
});
const shape = z.strictObject({
  attributes: z.record(z.string(), attribute),
  constraints: z.strictObject({ at_least_one: z.array(z.string()).optional() }),
});
const schema = z
  .strictObject({
    source: z.string(),
    classes: z.record(z.string(), shape),
    objects: z.record(z.string(), shape),
    types: z.record(z.string(), z.looseObject({ type: z.string().optional() })),
  })
  .parse(JSON.parse(readFileSync(new URL('ocsf-1.9.fixture.json', import.meta.url), 'utf8')));

/** What the published definitions say against a value; empty when nothing. */
function faults(
  value: unknown,
  of: z.output<typeof shape>,
  profiles: readonly string[],
  path = '',
): string[] {
  const given = z.record(z.string(), z.unknown()).parse(value);
  const { attributes, constraints } = of;
  const missing = Object.keys(attributes).filter(
    (name) =>
      attributes[name]?.required === true && attributes[name].profile === undefined && !(name in given),
  );
  const one = constraints.at_least_one;
  return [
    ...missing.map((name) => `${path}${name} is missing`),
    ...(one === undefined || one.some((name) => name in given) ? [] : [`${path} needs one of ${one}`]),
    ...Object.entries(given).flatMap(([name, member]) => {
      const known = attributes[name];
      if (known === undefined || known.deprecated) return [`${path}${name} is not an attribute`];
      if (known.profile !== undefined && !profiles.includes(known.profile))
        return [`${path}${name} needs the profile ${known.profile}`];
      const { sibling } = known;
      const caption = known.enum?.[String(member)];
      if (known.enum !== undefined && caption === undefined)
        return [`${path}${name}: ${member} is not in the enum`];
      if (sibling !== undefined && caption !== 'Other' && sibling in given && given[sibling] !== caption)
        return [`${path}${sibling} is not ${caption}`];
      const members: unknown[] = known.array ? z.array(z.unknown()).parse(member) : [member];
      return members.flatMap((each) => faultsOf(each, known.type, profiles, `${path}${name}.`));
    }),
  ];
}

function faultsOf(value: unknown, type: string, profiles: readonly string[], path: string): string[] {
  const object = schema.objects[type];
  if (object !== undefined) return faults(value, object, profiles, path);
  if (type === 'object') return typeof value === 'object' ? [] : [`${path} is no object`];
  const base = schema.types[type]?.type ?? type;
  const right =
    base === 'string_t'
      ? typeof value === 'string'
      : ['integer_t', 'long_t'].includes(base) && Number.isSafeInteger(value);
  return right ? [] : [`${path} is no ${type}`];
}

const { api_activity } = schema.classes;
function check(event: JsonObject): void {
  const { profiles } = z.looseObject({ profiles: z.array(z.string()) }).parse(event.metadata);
  expect(api_activity && faults(event, api_activity, profiles)).toEqual([]);
}

const key = {
  kind: 'app',
  id: 'app_1',
  credential: { kind: 'key', id: 'key_1' },
  onBehalfOf: 'per_2',
} as const;
const events = {
  'a change': formedEntry('change.approve', { digest: 'sha256:00' }),
  'by an app': formedEntry('library.create', {}, { actor: key }),
  'by the system': formedEntry('change.lapse', {}, { actor: { kind: 'system', id: 'changes' } }),
  'a model call': formedCall(),
  'a failed call': formedCall({ status: 'failed', problem: 'provider.unreachable', tokens: null }),
  'a refusal': formedEntry('execution.refuse', {
    provider: 'openai',
    model: 'm',
    problem: 'execution.recalled',
  }),
};

it.each(Object.entries(events))('%s: is what the definitions of OCSF 1.9 say', (_name, formed) => {
  check(ocsfEvent(formed));
});

it('finds what the definitions do not allow', () => {
  const event = ocsfEvent(events['a model call']);
  for (const [wrong, fault] of [
    [{ time: '2026' }, 'time. is no timestamp_t'],
    [{ severity_id: 77 }, 'severity_id: 77 is not in the enum'],
    [{ severity: 'High' }, 'severity is not Informational'],
    [{ prompt: 'x' }, 'prompt is not an attribute'],
    [{ actor: {} }, 'actor. needs one of process,user,iam_role,invoked_by,session,app_name,app_uid'],
  ] as const)
    expect(
      api_activity && faults({ ...event, ...wrong }, api_activity, ['ai_operation', 'record_integrity']),
    ).toEqual([fault]);
});

it('binds the event and the bytes of the log', () => {
  const formed = events['a model call'];
  const event = ocsfEvent(formed);
  const list = z.tuple([z.looseObject({ fingerprint: z.looseObject({ value: z.string() }) })]);
  const [{ fingerprint, ...bare }] = list.parse(event.attestation_list);
  const without = z.record(z.string(), z.json()).parse({ ...event, attestation_list: [bare] });
  expect(fingerprint.value).toBe(hash('sha256', canonicalBytes(without), 'hex'));
  expect(event.raw_data).toBe(canonicalJson(JSON.parse(Buffer.from(formed.leaf).toString())));
  expect(hash('sha256', Buffer.concat([Buffer.of(0), Buffer.from(String(event.raw_data))]), 'base64')).toBe(
    z.looseObject({ leaf_hash: z.string() }).parse(event.unmapped).leaf_hash,
  );
});

it('says which model answered with how many tokens, and whether it failed', () => {
  expect(ocsfEvent(events['a model call'])).toMatchObject({
    status_id: 1,
    ai_model: { name: 'gpt-x', ai_provider: 'openai' },
    message_context: { uid: 'exe_1', prompt_tokens: 12, completion_tokens: 30, total_tokens: 42 },
  });
  expect(ocsfEvent(events['a failed call'])).toMatchObject({
    status_id: 2,
    status_code: 'provider.unreachable',
  });
  expect(ocsfEvent(events['a change'])).not.toHaveProperty('ai_model');
});
