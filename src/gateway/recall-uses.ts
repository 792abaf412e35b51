import { named, type Principal } from '../access/index.ts';
import type { Recall } from '../changes/index.ts';
import type { Follower } from '../ledger/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { Reader } from '../platform/db/index.ts';
import type { GatewayParts } from './parts.ts';
import { listUses, type Use, type Used } from './store/uses.ts';
import type { RecallUsesWire } from './wire.ts';

const mostListed = 500;
/** An entry has at most 64 KiB; whoever comes after these is on the recall's page. */
const mostInEntry = 200;

type Parts = Pick<GatewayParts, 'reader' | 'access' | 'changes' | 'libraries'>;

/** Who and what used a recalled thing, and since when. @throws Problem 404, `recall.uses.forbidden` 403 */
export async function usesOfRecall(parts: Parts, principal: Principal, id: string): Promise<RecallUsesWire> {
  const { recall, library } = await parts.changes.openRecall(principal, id, 'recall.uses');
  const used = usedOf(recall, library?.name ?? null);
  const uses = used === undefined ? [] : await listUses(parts.reader, recall.organization, used, mostListed);
  const ids = uses.flatMap((use) => [use.principal, use.human]);
  const names = await parts.access.names(recall.organization, [...new Set(ids)]);
  return {
    since: earliest(uses)?.toISOString() ?? null,
    executions: uses.reduce((sum, { executions }) => sum + executions, 0),
    items: uses.map((use) => ({
      principal: named(names, use.principal),
      onBehalfOf: use.principal === use.human ? null : named(names, use.human),
      executions: use.executions,
      running: use.running,
      first: use.first.toISOString(),
      last: use.last.toISOString(),
    })),
    more: uses.length === mostListed,
  };
}

/**
 * Says who used what was recalled, as an entry that names them: whoever tells people of recalls reads it there (`people` are those
 * themselves or the owners of their apps).
 */
export function traceOfRecalls(parts: Pick<Parts, 'changes' | 'libraries'>): Follower {
  return {
    name: 'gateway.recall_trace',
    actions: ['recall.create'],
    react: async (tx, { organization, subject }) => {
      const recall = await parts.changes.recall(tx, organization, subject.id);
      if (recall === undefined) return [];
      const uses = await usesFor(parts, tx, recall);
      const people = [...new Set(uses.map(({ human }) => human))];
      return [
        {
          organization,
          action: 'recall.trace',
          actor: { kind: 'system', id: 'gateway' },
          subject: { kind: 'recall', id: recall.id },
          data: {
            people: people.slice(0, mostInEntry),
            peopleCount: people.length,
            ...namesOf(recall),
            executions: uses.reduce((sum, { executions }) => sum + executions, 0),
            since: earliest(uses)?.toISOString() ?? null,
          },
        },
      ];
    },
  };
}

async function usesFor(parts: Pick<Parts, 'libraries'>, db: Reader, recall: Recall): Promise<readonly Use[]> {
  const { target, organization } = recall;
  const library =
    target.kind === 'model' ? undefined : await parts.libraries.byId(organization, target.library);
  const used = usedOf(recall, library?.name ?? null);
  return used === undefined ? [] : listUses(db, organization, used, 10_000);
}

function namesOf({ target }: Recall): JsonObject {
  return target.kind === 'model' ? { model: target.model } : { library: target.library, path: target.path };
}

function usedOf({ target }: Recall, library: string | null): Used | undefined {
  if (target.kind === 'model') return { model: target.model };
  if (library === null) return undefined;
  return target.kind === 'version' ? { library, digest: target.digest } : { library, path: target.path };
}

function earliest(uses: readonly Use[]): Date | undefined {
  return uses.map(({ first }) => first).sort((left, right) => left.getTime() - right.getTime())[0];
}
