import { z } from 'zod';
import { authorize, named, type PersonRef, type Principal, theOrganization } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import { isId } from '../../platform/id.ts';
import { namedSchema } from '../wire.ts';
import { type Erasure, erasureStates, type LegalHold, type RetentionRule } from './keeping.ts';
import type { KeepingParts } from './parts.ts';
import { listErasures } from './store/erasures.ts';
import { listHolds } from './store/holds.ts';
import { listRetention } from './store/retention.ts';

const most = 500;

export const holdSchema = z.object({
  id: z.string(),
  target: z.object({
    kind: z.enum(['execution', 'library', 'principal', 'organization']),
    id: z.string(),
    name: z.string().meta({ description: 'For people to read.' }),
  }),
  reason: z.string(),
  by: namedSchema,
  at: z.string(),
  entry: z.string(),
  lifted: z.object({ by: namedSchema, at: z.string(), reason: z.string(), entry: z.string() }).nullable(),
});

export const erasureSchema = z.object({
  id: z.string(),
  target: z.object({
    kind: z.enum(['executions', 'principal', 'words']),
    executions: z.array(z.string()),
    principal: namedSchema.nullable(),
    words: z
      .string()
      .nullable()
      .meta({ description: 'Null once it is over: the words are personal themselves.' }),
  }),
  reason: z.string(),
  state: z.enum(erasureStates),
  askedBy: namedSchema,
  askedAt: z.string(),
  decidedBy: namedSchema.nullable(),
  decidedAt: z.string().nullable(),
  erased: z.int().meta({ description: 'Executions whose content is gone.' }),
  held: z.int().meta({ description: 'Executions that a legal hold kept.' }),
  endedAt: z.string().nullable(),
  entries: z.array(z.string()).meta({ description: 'Of the request, the decision and the end.' }),
});

export const retentionSchema = z.object({
  floorDays: z.int().meta({ description: 'No rule is shorter: the operator’s setting.' }),
  rules: z.array(
    z.object({
      library: z.string().nullable(),
      dataClass: z.string().nullable(),
      days: z.int(),
      by: namedSchema,
      at: z.string(),
    }),
  ),
});

export async function holdsWire(parts: KeepingParts, principal: Principal, only?: LegalHold) {
  if (only === undefined) authorize(principal, 'legal_hold.list', theOrganization);
  const { organization } = principal;
  const holds = only === undefined ? await listHolds(parts.reader, organization, most) : [only];
  const ids = holds.flatMap(({ by, kind, target, lifted }) => [
    by,
    ...(kind === 'principal' ? [target] : []),
    ...(lifted === null ? [] : [lifted.by]),
  ]);
  const names = await parts.access.names(organization, [...new Set(ids)]);
  return Promise.all(
    holds.map(async (hold) => ({
      id: hold.id,
      target: { kind: hold.kind, id: hold.target, name: await nameOf(parts, names, hold) },
      reason: hold.reason,
      by: named(names, hold.by),
      at: hold.at.toISOString(),
      entry: hold.entry,
      lifted:
        hold.lifted === null
          ? null
          : { ...hold.lifted, by: named(names, hold.lifted.by), at: hold.lifted.at.toISOString() },
    })),
  );
}

async function nameOf(
  parts: KeepingParts,
  names: ReadonlyMap<string, PersonRef>,
  { organization, kind, target }: LegalHold,
): Promise<string> {
  if (kind === 'organization') return 'everything';
  if (kind === 'principal') return named(names, target).displayName;
  return kind === 'library' ? libraryName(parts, organization, target) : target;
}

async function libraryName(parts: KeepingParts, organization: OrganizationId, id: string): Promise<string> {
  return (isId('lib', id) ? (await parts.libraries.byId(organization, id))?.name : undefined) ?? id;
}

export async function erasuresWire(parts: KeepingParts, principal: Principal, only?: Erasure) {
  if (only === undefined) authorize(principal, 'erasure.list', theOrganization);
  const { organization } = principal;
  const erasures = only === undefined ? await listErasures(parts.reader, organization, most) : [only];
  const ids = erasures.flatMap(({ askedBy, decidedBy, kind, targets }) => [
    askedBy,
    ...(decidedBy === null ? [] : [decidedBy]),
    ...(kind === 'principal' ? targets : []),
  ]);
  const names = await parts.access.names(organization, [...new Set(ids)]);
  return erasures.map((erasure) => ({
    id: erasure.id,
    target: {
      kind: erasure.kind,
      executions: erasure.kind === 'executions' ? [...erasure.targets] : [],
      principal: erasure.kind === 'principal' ? named(names, erasure.targets[0] ?? '') : null,
      words: erasure.words,
    },
    reason: erasure.reason,
    state: erasure.state,
    askedBy: named(names, erasure.askedBy),
    askedAt: erasure.askedAt.toISOString(),
    decidedBy: erasure.decidedBy === null ? null : named(names, erasure.decidedBy),
    decidedAt: erasure.decidedAt?.toISOString() ?? null,
    erased: erasure.erased,
    held: erasure.held,
    endedAt: erasure.endedAt?.toISOString() ?? null,
    entries: [erasure.askEntry, erasure.decideEntry, erasure.endEntry].filter((entry) => entry !== null),
  }));
}

export async function retentionWire(
  parts: KeepingParts,
  principal: Principal,
  given?: readonly RetentionRule[],
) {
  if (given === undefined) authorize(principal, 'retention.list', theOrganization);
  const { organization } = principal;
  const rules = given ?? (await listRetention(parts.reader, organization));
  const names = await parts.access.names(organization, [...new Set(rules.map(({ by }) => by))]);
  return {
    floorDays: parts.retentionFloorDays,
    rules: await Promise.all(
      rules.map(async ({ library, dataClass, days, by, at }) => ({
        library: library === null ? null : await libraryName(parts, organization, library),
        dataClass,
        days,
        by: named(names, by),
        at: at.toISOString(),
      })),
    ),
  };
}
