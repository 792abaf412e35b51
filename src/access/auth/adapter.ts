import { type CustomAdapter, createAdapterFactory } from 'better-auth/adapters';
import { z } from 'zod';
import type { Actor, EntryDraft } from '../../ledger/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { sha256 } from '../key.ts';
import type { AccessParts } from '../parts.ts';
import type { Session } from '../session.ts';
import { deleteSession, selectActivePerson, selectSession, updateSessionExpiry } from '../store/sessions.ts';

/*
 * The authentication library's database. It holds exactly what the two endpoints of the library that we serve need, each query written out:
 * anything else is a bug, and says so. Every write goes through `record`. The library works with the session's token;
 * the table and the queries hold SHA-256 of it only.
 */

type Where = { readonly field: string; readonly operator?: string | undefined; readonly value: unknown };

/** The library asks by one column at a time here. */
function only(where: readonly Where[] | undefined): { readonly field: string; readonly value: string } {
  const [clause, second] = where ?? [];
  invariant(
    clause !== undefined && second === undefined && clause.operator === 'eq',
    'the adapter finds by one column',
  );
  invariant(typeof clause.value === 'string', 'the adapter finds by text');
  return { field: clause.field, value: clause.value };
}

/** The library names the type of a row by its own schema, out of reach here: rows are built to that schema in this file. */
function isRowOf<Row>(row: object): row is object & Row {
  return Object.hasOwn(row, 'id');
}

function rowOf<Row>(row: object | undefined): Row | null {
  return row !== undefined && isRowOf<Row>(row) ? row : null;
}

const sessionRefresh = z.object({ expiresAt: z.date(), updatedAt: z.date() });

export function createAuthAdapter(parts: AccessParts) {
  return createAdapterFactory({
    config: { adapterId: 'countersign', adapterName: 'Countersign', usePlural: false },
    adapter: () => customAdapter(parts),
  });
}

function customAdapter(parts: AccessParts): CustomAdapter {
  const { reader } = parts;
  const find = async (model: string, where: readonly Where[] | undefined): Promise<object | undefined> => {
    const { field, value } = only(where);
    if (model === 'user' && field === 'id') return findUser(parts, value);
    if (model === 'session' && field === 'token')
      return sessionRow(await selectSession(reader, sha256(value)), value);
    throw unexpected(`find ${model} by ${field}`);
  };
  return {
    findOne: async <Row>({ model, where }: { model: string; where: Where[] }) =>
      rowOf<Row>(await find(model, where)),
    findMany: async <Row>({ model, where }: { model: string; where?: Where[] | undefined }) => {
      const row = rowOf<Row>(await find(model, where));
      return row === null ? [] : [row];
    },
    // Sessions begin in sessions/begin.ts.
    create: async ({ model }) => {
      throw unexpected(`create ${model}`);
    },
    update: async <Row>({ model, where, update }: { model: string; where: Where[]; update: Row }) => {
      const { field, value } = only(where);
      if (model !== 'session' || field !== 'token') throw unexpected(`update ${model} by ${field}`);
      return rowOf<Row>(sessionRow(await refreshSession(parts, value, sessionRefresh.parse(update)), value));
    },
    delete: async ({ model, where }) => {
      const { field, value } = only(where);
      if (model !== 'session' || field !== 'token') throw unexpected(`delete ${model} by ${field}`);
      await endSession(parts, value);
    },
    updateMany: async ({ model }) => {
      throw unexpected(`update many of ${model}`);
    },
    deleteMany: async ({ model }) => {
      throw unexpected(`delete many of ${model}`);
    },
    count: async ({ model }) => {
      throw unexpected(`count ${model}`);
    },
  };
}

function unexpected(what: string): Error {
  return new Error(`invariant: the authentication library wants to ${what}, which no endpoint of ours needs`);
}

async function findUser(parts: AccessParts, id: string): Promise<object | undefined> {
  const person = await selectActivePerson(parts.reader, id);
  if (person === undefined) return undefined;
  return {
    id: person.id,
    name: person.display_name,
    email: person.email,
    emailVerified: true,
    createdAt: person.created_at,
    updatedAt: person.updated_at,
  };
}

function sessionRow(session: Session | undefined, token: string): object | undefined {
  if (session === undefined) return undefined;
  const { id, person, expiresAt, createdAt, updatedAt } = session;
  return { id, userId: person, token, expiresAt, createdAt, updatedAt };
}

async function refreshSession(
  parts: AccessParts,
  token: string,
  refresh: z.output<typeof sessionRefresh>,
): Promise<Session | undefined> {
  const session = await selectSession(parts.reader, sha256(token));
  if (session === undefined) return undefined;
  return unlessGone(
    parts.ledger.record(async (tx) => {
      const value = await updateSessionExpiry(tx, session, refresh.expiresAt, refresh.updatedAt);
      if (value === undefined) throw new SessionGone();
      return {
        entry: entryOf(session, 'session.refresh', { expiresAt: value.expiresAt.toISOString() }),
        value,
      };
    }),
  );
}

/** Durable when it resolves: from then on the token is nobody's. A session that is gone already stays so, without an entry. */
async function endSession(parts: AccessParts, token: string): Promise<void> {
  const session = await selectSession(parts.reader, sha256(token));
  if (session === undefined) return;
  const reason = session.expiresAt <= parts.clock.now() ? 'expired' : 'signed_out';
  await unlessGone(
    parts.ledger.record(async (tx) => {
      if (!(await deleteSession(tx, session))) throw new SessionGone();
      return { entry: entryOf(session, 'session.delete', { reason }), value: undefined };
    }),
  );
}

/** Leaves the transaction without a trace when another request ended the session first: browsers send several at once. */
class SessionGone extends Error {}

async function unlessGone<Value>(recorded: Promise<Value>): Promise<Value | undefined> {
  try {
    return await recorded;
  } catch (error) {
    if (error instanceof SessionGone) return undefined;
    throw error;
  }
}

/** The person did it, with this very session. */
function entryOf(session: Session, action: string, data: EntryDraft['data']): EntryDraft {
  const actor: Actor = {
    kind: 'person',
    id: session.person,
    credential: { kind: 'session', id: session.id },
  };
  return {
    organization: session.organization,
    action,
    actor,
    subject: { kind: 'session', id: session.id },
    data,
  };
}
