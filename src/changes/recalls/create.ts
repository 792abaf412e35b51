import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import { kindOf, type Library } from '../../libraries/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { commitTo } from '../commitment.ts';
import { type ChangesParts, resourceOf } from '../dossier.ts';
import type { RecallId, RecallTarget } from './recall.ts';
import { insertRecall, lockRecalls, readStops } from './store.ts';

/** What a caller names; libraries by their URL name. */
export type RecallInput =
  | {
      readonly kind: 'version';
      readonly library: string;
      readonly path: string;
      readonly version: number;
    }
  | { readonly kind: 'asset' | 'workflow'; readonly library: string; readonly path: string }
  | { readonly kind: 'model'; readonly model: string };

/**
 * Stops something everywhere. When this resolves the recall is durable, and no node of ours serves what it names a second later, streams
 * under way included: every node asks before it releases anything (see `watchStops`).
 * @throws Problem `recall.create.unknown_asset` 422, `recall.create.unknown_version` 422, `recall.create.not_a_workflow` 422,
 *   `recall.create.recalled_already` 409
 */
export async function createRecall(
  parts: ChangesParts,
  principal: Principal,
  input: { readonly target: RecallInput; readonly reason: string },
): Promise<RecallId> {
  const target = await targetFor(parts, principal, input.target);
  const { organization } = principal;
  const id = newId('rcl');
  return parts.ledger.record(async (tx) => {
    await lockRecalls(tx, organization);
    const { recalls } = await readStops(tx, organization);
    const same = recalls.find((recall) => sameTarget(recall.target, target));
    if (same !== undefined) throw recalledAlready(same.id);
    const entry = newId('ent');
    const at = parts.clock.now();
    const said = commitTo(input.reason);
    const by = { by: principal.id, human: principal.human };
    const recall = { organization, id, target, reason: input.reason, ...by, at, entry, lifted: null };
    // Commit point: from here on every node that asks is told.
    await insertRecall(tx, recall, said.salt);
    return {
      value: id,
      entry: {
        id: entry,
        organization,
        action: 'recall.create',
        actor: actorOf(principal),
        subject: { kind: 'recall', id },
        data: {
          ...targetInEntry(target),
          reason: said.commitment,
          owners: await ownersOf(parts, tx, organization, target),
        },
      },
    };
  });
}

/** Who answers for what is recalled: whoever tells people of recalls reads them in the entry. */
async function ownersOf(
  parts: ChangesParts,
  tx: Tx,
  organization: OrganizationId,
  target: RecallTarget,
): Promise<string[]> {
  if (target.kind === 'model') return [];
  const library = await parts.libraries.byId(organization, target.library);
  return library === undefined
    ? []
    : [...(await parts.libraries.owners(tx, library, [target.path])).values()];
}

export function targetInEntry(target: RecallTarget): JsonObject {
  return { ...target };
}

/** Authorizes on what is named, and finds it. */
async function targetFor(
  parts: ChangesParts,
  principal: Principal,
  input: RecallInput,
): Promise<RecallTarget> {
  if (input.kind === 'model') {
    authorize(principal, 'recall.create', theOrganization);
    return { kind: 'model', model: input.model };
  }
  const library = await parts.libraries.find(principal, input.library);
  authorize(principal, 'recall.create', resourceOf(library));
  const { kind, path } = input;
  if (kind === 'workflow' && kindOf(path) !== 'workflow') throw notAWorkflow(path);
  const versions = await parts.libraries.versions(library, path);
  if (versions.length === 0) throw unknownAsset(library, path);
  if (kind !== 'version') return { kind, library: library.id, path };
  const version = versions.find(({ number }) => number === input.version);
  if (version === undefined) throw unknownVersion(path, input.version);
  return { kind, library: library.id, path, version: version.number, digest: version.digest };
}

/** Two recalls of the same bytes are one, whatever number they go by. */
function sameTarget(left: RecallTarget, right: RecallTarget): boolean {
  if (left.kind === 'model' || right.kind === 'model')
    return left.kind === 'model' && right.kind === 'model' && left.model === right.model;
  if (left.library !== right.library) return false;
  if (left.kind === 'version' || right.kind === 'version')
    return left.kind === 'version' && right.kind === 'version' && left.digest === right.digest;
  return left.path === right.path;
}

function recalledAlready(recall: RecallId): Problem {
  return new Problem({
    code: 'recall.create.recalled_already',
    status: 409,
    detail: 'This is recalled already, and nothing serves it. See the recall for who did it and why.',
    more: { recall },
  });
}

function unknownAsset(library: Library, path: string): Problem {
  return new Problem({
    code: 'recall.create.unknown_asset',
    status: 422,
    detail: `Nothing was ever published at ${path} in ${library.name}, so nothing can be recalled. Name an asset by its whole path.`,
  });
}

function unknownVersion(path: string, version: number): Problem {
  return new Problem({
    code: 'recall.create.unknown_version',
    status: 422,
    detail: `${path} has no version ${version}. Name one of its versions.`,
  });
}

function notAWorkflow(path: string): Problem {
  return new Problem({
    code: 'recall.create.not_a_workflow',
    status: 422,
    detail: `${path} is no workflow. Recall it as an asset, or name a file that ends in .workflow.yaml.`,
  });
}
