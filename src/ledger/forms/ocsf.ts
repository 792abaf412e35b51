import { hash } from 'node:crypto';
import { canonicalBytes, type JsonObject } from '../../platform/canonical-json.ts';
import { version } from '../../platform/version.ts';
import type { Entry } from '../entry.ts';
import { originOf } from '../signing.ts';
import { executionFacts } from './execution-facts.ts';
import { type FormedEntry, failureOf, product, severityOf } from './form.ts';

const activities: Readonly<Record<string, 1 | 2 | 3 | 4>> = {
  ...{ create: 1, start: 1, add: 1, import: 1, place: 1, give: 1, request: 1, intend: 1, add_member: 1 },
  ...{ read: 2, read_content: 2, export: 2, preview: 2 },
  ...{ update: 3, rotate: 3, rotate_key: 3, assign: 3, move: 3, publish: 3, change: 3, renew: 3, reset: 3 },
  ...{ delete: 4, revoke: 4, retire: 4, end: 4, withdraw: 4, erase: 4, deactivate: 4, remove_member: 4 },
};
const activityNames = ['Unknown', 'Create', 'Read', 'Update', 'Delete'] as const;
const severities = {
  info: { severity_id: 1, severity: 'Informational' },
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
} as const;
const userTypes = {
  person: { type_id: 1, type: 'User' },
  app: { type_id: 4, type: 'Service' },
  system: { type_id: 3, type: 'System' },
} as const;

/**
 * An entry as an event of OCSF 1.9.0: API Activity (6003) with the profile `record_integrity`, and of model calls `ai_operation`. `raw_data` is
 * the entry as it is hashed in the log, so whoever has the event can ask for the proof of exactly these bytes. The attestation's fingerprint
 * is SHA-256 over the event's canonical JSON (RFC 8785) without the fingerprint, as the schema says. It is not signed: what signs is the
 * log's checkpoint. Pure.
 */
export function ocsfEvent(formed: FormedEntry): JsonObject {
  const { entry } = formed;
  const origin = originOf(entry.organization);
  const attestation = { uid: entry.id, authority_uid: origin, chain_uid: origin };
  const event = { ...eventOf(formed), attestation_list: [attestation] };
  const fingerprint = fingerprintOf(canonicalBytes(event), { serialization_id: 2, serialization: 'JCS' });
  return { ...event, attestation_list: [{ ...attestation, fingerprint }] };
}

function eventOf(formed: FormedEntry): JsonObject {
  const { entry, leaf, leafHash, index } = formed;
  const { id, at, action, actor, subject, organization, data } = entry;
  const ai = aiOperation(formed);
  const activity = activities[action.slice(action.indexOf('.') + 1)] ?? 99;
  const activityName = activity === 99 ? action : activityNames[activity];
  const failure = failureOf(entry);
  return {
    ...{
      category_uid: 6,
      category_name: 'Application Activity',
      class_uid: 6003,
      class_name: 'API Activity',
    },
    ...{ activity_id: activity, activity_name: activityName },
    ...{ type_uid: 600_300 + activity, type_name: `API Activity: ${activityName}` },
    ...severities[severityOf(entry)],
    ...(failure === undefined
      ? { status_id: 1, status: 'Success' }
      : { status_id: 2, status: 'Failure', status_code: failure }),
    time: Date.parse(at),
    message: `${action} by ${actor.kind} ${actor.id} on ${subject.kind} ${subject.id}`,
    metadata: {
      version: '1.9.0',
      product: { name: product, vendor_name: product, version },
      profiles: ['record_integrity', ...(ai === undefined ? [] : ['ai_operation'])],
      ...{ uid: id, original_event_uid: id, original_time: at, event_code: action, tenant_uid: organization },
      ...{ log_name: originOf(organization), log_provider: product, log_version: 'entry/1', sequence: index },
      ...(subject.kind === 'execution' ? { correlation_uid: subject.id } : {}),
    },
    ...whoOf(entry),
    api: { operation: action, service: { name: product } },
    resources: [{ uid: subject.id, type: subject.kind }],
    ...ai,
    raw_data: Buffer.from(leaf).toString('utf8'),
    raw_data_size: leaf.length,
    raw_data_hash: fingerprintOf(leaf, { serialization_id: 2, serialization: 'JCS' }),
    unmapped: {
      leaf_hash: Buffer.from(leafHash).toString('base64'),
      ...(actor.onBehalfOf === undefined ? {} : { on_behalf_of: actor.onBehalfOf }),
      data: { ...data },
    },
  };
}

/** Entries hold no network address: where something came from is the credential that it came with. */
function whoOf({ actor: { kind, id, credential } }: Entry): JsonObject {
  const key = credential !== undefined && credential.kind !== 'session';
  return {
    actor: {
      user: {
        uid: id,
        ...userTypes[kind],
        ...(key ? { programmatic_credentials: [{ uid: credential.id, type: credential.kind }] } : {}),
      },
      ...(credential?.kind === 'session' ? { session: { uid: credential.id } } : {}),
    },
    src_endpoint: { uid: credential?.id ?? id, name: credential?.kind ?? kind },
  };
}

/** The profile of model calls: which model, how many tokens, and never what was said. */
function aiOperation(formed: FormedEntry): JsonObject | undefined {
  const facts = executionFacts(formed);
  if (facts?.model === undefined || facts.provider === undefined) return undefined;
  const { input, output } = facts.tokens ?? {};
  return {
    ai_model: { name: facts.model, ai_provider: facts.provider },
    message_context: {
      uid: formed.entry.subject.id,
      ...{ ai_role_id: 2, ai_role: 'Assistant' },
      service: { name: facts.provider },
      ...(input === undefined ? {} : { prompt_tokens: input }),
      ...(output === undefined ? {} : { completion_tokens: output }),
      ...(input === undefined || output === undefined ? {} : { total_tokens: input + output }),
    },
  };
}

function fingerprintOf(bytes: Uint8Array, serialization: JsonObject): JsonObject {
  return {
    ...{ algorithm_id: 3, algorithm: 'SHA-256', encoding_id: 1, encoding: 'Hex' },
    ...serialization,
    value: hash('sha256', bytes, 'hex'),
  };
}
